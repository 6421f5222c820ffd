package dev.dcore.kernel.cluster.swim;

/// How long a suspected member has to refute (SWIM section 4.2; the factor log n as in memberlist,
/// because a rumor needs that many rounds to reach everybody).
final class Suspicion {
  private Suspicion() {}

  /// @param members how many take part, this node included
  static long timeoutNanos(int multiplier, int members, long probePeriodNanos) {
    double scale = Math.max(1.0, StrictMath.log10(Math.max(1, members)));
    return (long) (multiplier * scale * probePeriodNanos);
  }
}
