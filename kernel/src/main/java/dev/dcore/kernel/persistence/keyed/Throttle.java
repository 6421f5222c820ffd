package dev.dcore.kernel.persistence.keyed;

import dev.dcore.kernel.base.Invariant;

/// At most so many bytes a second, by the clock of the inputs: after each operation it is quiet for
/// as long as its bytes may take. Nothing is saved up while nobody asks.
final class Throttle {
  private static final double NANOS_PER_SECOND = 1e9;

  private final long bytesPerSecond;
  private long freeAtNanos = Long.MIN_VALUE;

  Throttle(long bytesPerSecond) {
    Invariant.check(bytesPerSecond > 0, "a rate that comes to an end");
    this.bytesPerSecond = bytesPerSecond;
  }

  /// When the next operation may begin.
  long freeAtNanos() {
    return freeAtNanos;
  }

  void charge(long nowNanos, long bytes) {
    freeAtNanos = nowNanos + (long) (NANOS_PER_SECOND * bytes / bytesPerSecond);
  }
}
