package dev.dcore.kernel.persistence.checkpoint;

import dev.dcore.kernel.base.Invariant;

/// How checkpoints are kept and written.
///
/// @param keptMax how many are kept
/// @param chunkBytes of one chunk: an entry that makes it longer is its last
/// @param syncBytes the data is synced so often while it is written
public record CheckpointConfig(int keptMax, int chunkBytes, int syncBytes) {
  /// Fewer would leave nothing to fall back to.
  public static final int KEPT_MIN = 2;

  /// A chunk is made in one step, and written again when one of its keys changes: a quarter of a
  /// megabyte is about 200 µs of a step, and a few thousand of them are a gigabyte. What is synced
  /// at once is as long as the log's next sync may have to wait.
  public static final CheckpointConfig DEFAULT = new CheckpointConfig(KEPT_MIN, 256 << 10, 4 << 20);

  public CheckpointConfig {
    Invariant.check(keptMax >= KEPT_MIN, "a damaged checkpoint needs one before it");
    Invariant.check(chunkBytes > 0 && syncBytes > 0, "chunks have bytes");
  }

  /// A chunk smaller than that is written together with a changed neighbour.
  int smallBytes() {
    return chunkBytes / 4;
  }
}
