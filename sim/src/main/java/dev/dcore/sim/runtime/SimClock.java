package dev.dcore.sim.runtime;

import dev.dcore.sim.time.EventQueue;

/// A machine's monotonic clock in virtual time: it begins anywhere, may run a little fast or slow,
/// and stands still while the machine is suspended.
public final class SimClock {
  private final EventQueue queue;

  /// Since this moment, in virtual time and on this clock, nothing changed.
  private long sinceNanos;

  private long readNanos;
  private double rate = 1;
  private boolean stopped;

  /// @param startNanos what it reads now
  public SimClock(EventQueue queue, long startNanos) {
    this.queue = queue;
    this.sinceNanos = queue.nowNanos();
    this.readNanos = startNanos;
  }

  public long nowNanos() {
    if (stopped) {
      return readNanos;
    }
    long passed = queue.nowNanos() - sinceNanos;
    return readNanos + (rate == 1 ? passed : (long) (rate * passed));
  }

  /// In how much virtual time this clock has reached the deadline, as far as can be told now.
  long delayNanos(long deadlineNanos) {
    long left = Math.max(0, deadlineNanos - nowNanos());
    return rate == 1 ? left : (long) StrictMath.ceil(left / rate);
  }

  /// Whether it runs, and as fast as virtual time.
  boolean exact() {
    return rate == 1 && !stopped;
  }

  /// From now on so many nanoseconds pass on this clock in one of virtual time.
  void run(double nextRate) {
    note();
    rate = nextRate;
  }

  void stop() {
    note();
    stopped = true;
  }

  void go() {
    note();
    stopped = false;
  }

  private void note() {
    readNanos = nowNanos();
    sinceNanos = queue.nowNanos();
  }
}
