package dev.dcore.kernel.runtime;

import dev.dcore.kernel.persistence.checkpoint.CheckpointConfig;
import dev.dcore.kernel.persistence.log.LogConfig;
import dev.dcore.kernel.store.KvLimits;

/// How a node's store uses its disk and memory.
///
/// @param checkpointBytes a checkpoint begins by itself after so many bytes of entries: they bound
///   a replay
public record StoreConfig(
    LogConfig log, CheckpointConfig checkpoints, KvLimits limits, long checkpointBytes) {
  /// Few agents write much: the two segments that a log has at least are a fifth of the largest
  /// state, and a replay takes less than a second.
  public static final StoreConfig DEFAULT =
      new StoreConfig(
          LogConfig.DEFAULT.withSegmentBytes(4 << 20),
          CheckpointConfig.DEFAULT,
          KvLimits.DEFAULT,
          16L << 20);
}
