package dev.dcore.kernel.persistence.keyed;

import org.jspecify.annotations.Nullable;

/// Something that takes one file operation after another.
interface Job {
  /// The operation that it needs now; the one before has ended.
  ///
  /// @return null when it is over or waits for its caller
  @Nullable FileOperation next();

  /// What the last operation read.
  void onBytes(byte[] bytes) throws DamagedSegment;
}
