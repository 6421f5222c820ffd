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
