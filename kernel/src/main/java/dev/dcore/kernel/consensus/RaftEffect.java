package dev.dcore.kernel.consensus;

import dev.dcore.kernel.identity.NodeId;
import org.jspecify.annotations.Nullable;

/// What a [Raft] wants done, in this order, and what it has to say.
public sealed interface RaftEffect {
  /// Sends when what [RaftMessage#rests] names is durable. Messages to one node that rest on the
  /// same keep their order.
  record Send(NodeId to, RaftMessage message) implements RaftEffect {}

  /// Answered by [RaftInput.BallotSaved]. A later one replaces one that is not begun.
  record SaveBallot(Ballot ballot) implements RaftEffect {}

  /// Appends to the log; answered by [RaftInput.LogDurable], which may stand for several.
  record Append(Entry entry) implements RaftEffect {}

  /// The log loses what it has from this index on.
  record TruncateFrom(long index) implements RaftEffect {}

  record SetTimer(RaftTimer timer, long deadlineNanos) implements RaftEffect {}

  record CancelTimer(RaftTimer timer) implements RaftEffect {}

  /// All up to here is committed, and durable on this node: carry it out, in order.
  record Committed(long through) implements RaftEffect {}

  /// The command is in the leader's log. When the entry of this index is applied and has this term,
  /// it was this command; with another term, the command is lost.
  record Accepted(long ticket, long index, long term) implements RaftEffect {}

  /// Nothing was done.
  ///
  /// @param leader who may take it, or null
  record NotAccepted(long ticket, String reason, @Nullable NodeId leader) implements RaftEffect {}

  /// A state that has applied this index may answer the read.
  record ReadAt(long ticket, long index) implements RaftEffect {}

  record ReadFailed(long ticket, String reason, @Nullable NodeId leader) implements RaftEffect {}

  /// @param failure why not, or empty
  record Reconfigured(long ticket, String failure) implements RaftEffect {}

  /// Leads or leads no more, or follows another. What was accepted and not applied before a loss of
  /// leadership may be applied or not.
  ///
  /// @param leader null when nobody is known
  record RoleChanged(Role role, long term, @Nullable NodeId leader) implements RaftEffect {}

  /// Keep the state as it is now; answered by [RaftInput.SnapshotTaken] within the step.
  record TakeSnapshot() implements RaftEffect {}

  /// Nobody needs the last one taken any more.
  record ReleaseSnapshot() implements RaftEffect {}

  /// A part of the state that was taken; answered by [RaftInput.ChunkRead].
  record ReadChunk(NodeId to, RaftMessage.AskChunk asked) implements RaftEffect {}

  /// Keep a part of another's state, which is not ours before [Install].
  ///
  /// @param first what was kept before is void
  record Stage(byte[] content, boolean first) implements RaftEffect {}

  /// What was staged is the state from now on; the log begins behind it. Answered by
  /// [RaftInput.Installed].
  record Install(Boundary boundary) implements RaftEffect {}

  record Trace(RaftTrace event) implements RaftEffect {}
}
