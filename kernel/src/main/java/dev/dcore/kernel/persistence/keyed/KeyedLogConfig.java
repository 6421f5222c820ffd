package dev.dcore.kernel.persistence.keyed;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.compaction.Patching;
import org.jspecify.annotations.Nullable;

/// How a [KeyedLog] works.
///
/// @param segmentBytesMax where an output of a level above 0 ends, at the next key
/// @param compactionBytesPerSecond how much compactions read and write
/// @param patching what patches mean; null: there are none, or they stay
public record KeyedLogConfig(
    long segmentBytesMax, long compactionBytesPerSecond, @Nullable Patching patching) {
  /// Segments large beside a seek; and half of what a slow disk does, so that others may use it.
  public static final KeyedLogConfig DEFAULT = new KeyedLogConfig(4 << 20, 32 << 20, null);

  public KeyedLogConfig {
    Invariant.check(segmentBytesMax > 0, "a segment has room for something");
    Invariant.check(compactionBytesPerSecond > 0, "a compaction comes to an end");
  }
}
