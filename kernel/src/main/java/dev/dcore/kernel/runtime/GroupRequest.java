package dev.dcore.kernel.runtime;

import dev.dcore.kernel.identity.NodeId;
import java.util.List;

/// What is asked of this node's replica of its group; each is answered once.
public sealed interface GroupRequest {
  /// Brings an operation into the log and carries it out. Only a leader can.
  ///
  /// @param entry a [dev.dcore.kernel.store.ReplicatedEntry], whose time is set here; not used by
  ///   whoever asks any more
  record Write(byte[] entry) implements GroupRequest {}

  /// Answers a question from this replica's state.
  ///
  /// @param linearizable of a state that holds all that was acknowledged before the question came;
  ///   else of the state as it is here
  record Query(byte[] query, boolean linearizable) implements GroupRequest {}

  /// Asks the companion of the leader's state machine; answered when it is known that this node led
  /// after the question came. Only a leader can.
  record AskLeader(byte[] question) implements GroupRequest {}

  /// Collects what somebody wants to hear of, on this node; answered by [GroupAnswer.Watching],
  /// when this replica is open.
  ///
  /// @param question as the state machine's companion knows it
  record Watch(byte[] question) implements GroupRequest {}

  /// Takes what was collected; answered by [GroupAnswer.Noticed] as soon as there is something. A
  /// later one takes the place of one that waits, which is answered with nothing.
  record TakeNotices(long watch) implements GroupRequest {}

  record EndWatch(long watch) implements GroupRequest {}

  record AskStatus() implements GroupRequest {}

  /// Makes these the voters. Only a leader can.
  record Reconfigure(List<NodeId> voters) implements GroupRequest {
    public Reconfigure {
      voters = List.copyOf(voters);
    }
  }

  /// Lets another voter lead. Only a leader can, and whether it comes to that is seen later.
  record TransferLeadership(NodeId to) implements GroupRequest {}

  /// Answered by [GroupAnswer.Snapshot].
  record TakeSnapshot() implements GroupRequest {}

  /// Writes a checkpoint of this replica; answered by [GroupAnswer.Checkpointed] when it is
  /// complete.
  record Checkpoint() implements GroupRequest {}
}
