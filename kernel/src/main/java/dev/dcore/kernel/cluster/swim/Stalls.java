package dev.dcore.kernel.cluster.swim;

/// The time in which this process stood still, as far as its timers show: they fired that late.
/// What should have been heard in that time may lie unread in the socket, so it does not count
/// against anybody: who waits for an answer reads [#totalNanos] at the start and waits that much
/// longer as it grew.
///
/// Each instant is counted once, however many timers were late because of it.
final class Stalls {
  private final long toleranceNanos;
  private long countedUntilNanos = Long.MIN_VALUE;
  private long totalNanos;

  /// @param toleranceNanos a timer may be so late on a machine that is well; with [Long#MAX_VALUE]
  ///   nothing is a stall
  Stalls(long toleranceNanos) {
    this.toleranceNanos = toleranceNanos;
  }

  /// A timer fired.
  ///
  /// @return how much longer, with this, this process stood still
  long fired(long nowNanos, long deadlineNanos) {
    if (nowNanos - deadlineNanos <= toleranceNanos) {
      return 0;
    }
    long from = Math.max(deadlineNanos, countedUntilNanos);
    long stalled = Math.max(0, nowNanos - from);
    countedUntilNanos = nowNanos;
    totalNanos += stalled;
    return stalled;
  }

  /// Since the beginning.
  long totalNanos() {
    return totalNanos;
  }
}
