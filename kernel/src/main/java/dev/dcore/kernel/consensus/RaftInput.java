package dev.dcore.kernel.consensus;

import dev.dcore.kernel.identity.NodeId;
import java.util.List;

/// What happens to a [Raft].
public sealed interface RaftInput {
  /// What the disk holds. The first input, once.
  ///
  /// @param boundary what the state holds before the first of the entries
  /// @param entries of the log, without gaps, the first behind the boundary; all durable
  /// @param applied the state machine has this index, at least the boundary's
  record Start(Ballot ballot, Boundary boundary, List<Entry> entries, long applied)
      implements RaftInput {
    public Start {
      entries = List.copyOf(entries);
    }
  }

  record Received(NodeId from, RaftMessage message) implements RaftInput {}

  record TimerFired(RaftTimer timer) implements RaftInput {}

  /// That ballot is in both slots.
  record BallotSaved(Ballot ballot) implements RaftInput {}

  /// The entry of this index and term, which was not truncated since, is durable with all before
  /// it.
  record LogDurable(long index, long term) implements RaftInput {}

  /// Ends with [RaftEffect.Accepted] or [RaftEffect.NotAccepted] within the step.
  record Propose(long ticket, byte[] command) implements RaftInput {}

  /// Ends with [RaftEffect.ReadAt] or [RaftEffect.ReadFailed], once.
  record Read(long ticket) implements RaftInput {}

  /// Makes these the voters. Ends with [RaftEffect.Reconfigured], once.
  record Reconfigure(long ticket, List<NodeId> voters) implements RaftInput {
    public Reconfigure {
      voters = List.copyOf(voters);
    }
  }

  /// This leader wants that voter to lead.
  record Transfer(NodeId to) implements RaftInput {}

  /// What was sent to that node may be lost.
  record Disconnected(NodeId peer) implements RaftInput {}

  /// That node's process is gone, or a leader that was there is.
  record Gone(NodeId peer) implements RaftInput {}

  /// The log may lose its entries before this index; the state holds them, durably.
  record Compact(long through) implements RaftInput {}

  /// Answers [RaftEffect.TakeSnapshot].
  ///
  /// @param index that the state has applied
  record SnapshotTaken(long index) implements RaftInput {}

  /// Answers [RaftEffect.ReadChunk].
  record ChunkRead(NodeId to, RaftMessage.Chunk chunk) implements RaftInput {}

  /// Answers [RaftEffect.Install]: the state is that of the boundary, and the log begins behind it,
  /// both durably.
  record Installed(Boundary boundary) implements RaftInput {}
}
