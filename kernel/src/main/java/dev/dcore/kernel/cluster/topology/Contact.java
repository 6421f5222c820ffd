package dev.dcore.kernel.cluster.topology;

import org.jspecify.annotations.Nullable;

/// What this node knows of its direct path to one member. Confined to its node's loop.
final class Contact {
  /// Never.
  static final long NEVER = Long.MIN_VALUE;

  private long heardNanos = NEVER;
  private long answeredNanos = NEVER;
  private long missedNanos = NEVER;
  private long lastRtt = -1;
  private long secondRtt = -1;
  private long thirdRtt = -1;
  private @Nullable Coordinate coordinate;

  void heard(long nowNanos) {
    heardNanos = nowNanos;
  }

  void missed(long nowNanos) {
    missedNanos = nowNanos;
  }

  void answered(long nowNanos, long roundTripNanos, @Nullable Coordinate said) {
    answeredNanos = nowNanos;
    heardNanos = nowNanos;
    thirdRtt = secondRtt;
    secondRtt = lastRtt;
    lastRtt = roundTripNanos;
    if (said != null) {
      coordinate = said;
    }
  }

  long heardNanos() {
    return heardNanos;
  }

  long answeredNanos() {
    return answeredNanos;
  }

  long missedNanos() {
    return missedNanos;
  }

  /// The last measured, or -1.
  long roundTripNanos() {
    return lastRtt;
  }

  /// The median of the last three, which one late answer does not move (Ledlie, Gardner, Seltzer,
  /// NSDI 2007, section 3); of fewer, the least.
  long steadyRoundTripNanos() {
    if (thirdRtt < 0) {
      return secondRtt < 0 ? lastRtt : Math.min(lastRtt, secondRtt);
    }
    return Math.max(Math.min(lastRtt, secondRtt), Math.min(Math.max(lastRtt, secondRtt), thirdRtt));
  }

  @Nullable Coordinate coordinate() {
    return coordinate;
  }
}
