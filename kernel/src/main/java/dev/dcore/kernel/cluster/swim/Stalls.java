package dev.dcore.kernel.cluster.swim;

import java.time.Duration;

/// The time in which this process stood still, as far as its timers show: they fired that late; or
/// in which it was deaf, as far as its members show: of all of them it heard nothing. What should
/// have been heard in that time may lie unread in a socket, so it does not count against anybody:
/// who waits for an answer reads the total at the start, and waits that much longer as it grew.
///
/// Each instant is counted once, however many timers were late because of it.
final class Stalls {
  /// A node that is cut off for good has to find out at last that the others are gone.
  private static final long DEAF_NANOS_MAX = Duration.ofSeconds(60).toNanos();

  private final long toleranceNanos;
  private final long silenceNanos;
  private long countedUntilNanos = Long.MIN_VALUE;
  private long heardNanos = Long.MAX_VALUE;
  private long lateNanos;
  private long deafNanos;
  private double share = 1;

  /// @param toleranceNanos a timer may be so late on a machine that is well; with [Long#MAX_VALUE]
  ///   nothing is a stall
  /// @param silenceNanos for so long a node among others may hear of none; with [Long#MAX_VALUE]
  ///   any silence is theirs
  Stalls(long toleranceNanos, long silenceNanos) {
    this.toleranceNanos = toleranceNanos;
    this.silenceNanos = silenceNanos;
  }

  /// A member said something.
  void heard(long nowNanos) {
    listen(nowNanos);
    heardNanos = nowNanos;
  }

  /// Of the other members only so many are left who could say anything; without any, a silence
  /// means nothing.
  void expect(long nowNanos, int members, int left) {
    if (left == 0) {
      heardNanos = nowNanos;
    } else {
      share = (double) left / members;
    }
  }

  /// A timer fired.
  ///
  /// @return how much longer, with this, this process stood still
  long fired(long nowNanos, long deadlineNanos) {
    if (nowNanos - deadlineNanos <= toleranceNanos) {
      return 0;
    }
    long counted = count(deadlineNanos, nowNanos);
    lateNanos += counted;
    return counted;
  }

  /// How long it stood still, since the beginning.
  long lateNanos() {
    return lateNanos;
  }

  /// How long it stood still or was deaf, since the beginning.
  long totalNanos(long nowNanos) {
    listen(nowNanos);
    return lateNanos + deafNanos;
  }

  /// A silence counts as a whole, once it is long enough to be one.
  private void listen(long nowNanos) {
    if (heardNanos != Long.MAX_VALUE && (nowNanos - heardNanos) * share > silenceNanos) {
      deafNanos += count(heardNanos, Math.min(nowNanos, heardNanos + DEAF_NANOS_MAX));
    }
  }

  private long count(long fromNanos, long untilNanos) {
    long counted = Math.max(0, untilNanos - Math.max(fromNanos, countedUntilNanos));
    countedUntilNanos = Math.max(countedUntilNanos, untilNanos);
    return counted;
  }
}
