package dev.dcore.kernel.persistence.compaction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What patches make of a value. Who owns the log knows what its patches mean.
@FunctionalInterface
public interface Patching {
  /// @param base what the key held, or null when it held nothing
  /// @param patches the oldest first; at least one
  byte[] apply(byte @Nullable [] base, List<byte[]> patches);
}
