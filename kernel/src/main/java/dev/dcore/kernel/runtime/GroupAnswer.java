package dev.dcore.kernel.runtime;

import dev.dcore.kernel.consensus.RaftStatus;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.persistence.checkpoint.CheckpointEffect;
import dev.dcore.kernel.persistence.state.StateView;
import dev.dcore.kernel.store.Applied;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a [GroupRequest] ended.
public sealed interface GroupAnswer {
  /// The operation is in the log of a majority, durably, and was carried out.
  record Written(Applied applied) implements GroupAnswer {}

  /// @param position of the state that answered
  record Answered(long position, byte[] result) implements GroupAnswer {}

  /// @param state how far the state machine is
  /// @param notes what was odd when the replica opened, each one sentence
  /// @param stopped why it takes nothing, or empty
  record Status(RaftStatus raft, long state, long keys, long bytes, String notes, String stopped)
      implements GroupAnswer {}

  /// @param view another thread may read it; whoever gets it closes it
  record Snapshot(StateView view) implements GroupAnswer {}

  record Checkpointed(CheckpointEffect.Completed checkpoint) implements GroupAnswer {}

  /// @param position of the state that the watch begins with
  record Watching(long watch, long position) implements GroupAnswer {}

  /// @param notices in the words of the state machine's companion
  record Noticed(List<byte[]> notices) implements GroupAnswer {
    public Noticed {
      notices = List.copyOf(notices);
    }
  }

  record Done() implements GroupAnswer {}

  /// Nothing was done here.
  ///
  /// @param leader who may do it, or null when nobody is known
  record NotLeader(String reason, @Nullable NodeId leader) implements GroupAnswer {}

  /// It was not done, and never will be.
  record Rejected(String reason) implements GroupAnswer {}

  /// It may have been done, or may still be, or not.
  record Indeterminate(String reason) implements GroupAnswer {}
}
