package dev.dcore.io;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waiting in the real world: a condition is looked at again and again, up to a deadline.
public final class RealTime {
  /// Far above what anything here takes, for a machine that is busy with other things.
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private static final long LOOK_AGAIN_NANOS = 1_000_000;

  private RealTime() {}

  /// @return whether the condition held before the deadline
  public static boolean await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    return true;
  }

  public static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
