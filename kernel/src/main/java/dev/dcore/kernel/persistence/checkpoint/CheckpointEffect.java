package dev.dcore.kernel.persistence.checkpoint;

import dev.dcore.kernel.persistence.DiskOperation;
import java.util.List;

/// What [Checkpoints] want done, and what they have to say.
public sealed interface CheckpointEffect {
  /// An operation of the disk; how it ended comes back as [CheckpointInput.Disk].
  record Operation(long ticket, DiskOperation operation) implements CheckpointEffect {}

  /// The backend holds what the newest whole checkpoint says, or more; the rest is in the log.
  ///
  /// @param ordinal of that checkpoint; 0 when there is none, and the backend is as it was
  /// @param position of its state
  /// @param index of the last entry of the log that is in it
  /// @param damages why newer ones do not count: an earlier one takes a longer replay
  record Loaded(long ordinal, long position, long index, List<Damage> damages)
      implements CheckpointEffect {
    public Loaded {
      damages = List.copyOf(damages);
    }
  }

  /// A checkpoint is synced, named, and was read back.
  ///
  /// @param index of the last entry of the log that is in it
  /// @param droppable the log's entries up to here are in each checkpoint that is kept; 0 while
  ///   there are too few of them
  /// @param chunksKept that are those of an earlier checkpoint
  record Completed(
      long ordinal,
      long position,
      long index,
      long droppable,
      int chunksWritten,
      int chunksKept,
      long bytesWritten)
      implements CheckpointEffect {}

  /// This one came to nothing; those before it stand.
  record Failed(long ordinal, String reason) implements CheckpointEffect {}

  /// Bytes that are not what was written.
  ///
  /// @param file within the data directory
  /// @param offset of the part that is damaged
  record Damage(String file, long offset, String reason) {
    @Override
    public String toString() {
      return file + " is damaged at byte " + offset + ": " + reason;
    }
  }
}
