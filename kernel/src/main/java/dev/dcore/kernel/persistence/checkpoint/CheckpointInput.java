package dev.dcore.kernel.persistence.checkpoint;

import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.state.StateView;

/// What happens to [Checkpoints].
public sealed interface CheckpointInput {
  /// Bring the newest whole checkpoint into the backend. The first input, once.
  ///
  /// @param ownerHigh with `ownerLow` the node's id
  record Open(long ownerHigh, long ownerLow) implements CheckpointInput {}

  /// Write a checkpoint. Only when [Checkpoints#idle].
  ///
  /// @param snapshot closed when all of it is written
  /// @param index of the last entry of the log that is in it
  record Begin(StateView snapshot, long index) implements CheckpointInput {}

  /// An operation that was asked for has ended.
  record Disk(DiskEvent event) implements CheckpointInput {}
}
