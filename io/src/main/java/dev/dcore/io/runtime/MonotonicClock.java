package dev.dcore.io.runtime;

/// Nanoseconds since this process first asked; not stopped or set by anybody, but standing still
/// while the machine is suspended. Safe for use by several threads.
final class MonotonicClock {
  private static final long ORIGIN = System.nanoTime();

  private MonotonicClock() {}

  static long nowNanos() {
    return System.nanoTime() - ORIGIN;
  }
}
