package dev.dcore.kernel.cluster.swim;

/// How much a node mistrusts itself.
///
/// @param scoreMax how much slower than one that is well it gets, see [LocalHealth]; 0 switches
///   that off
/// @param nacks whether a relay says so when it has no answer either
/// @param stallNanos a timer that fires later than this shows that the process stood still, see
///   [Stalls]; [Long#MAX_VALUE] switches that off
/// @param silenceNanos a node that hears none of its members for so long is deaf, and lets its
///   suspicions wait; [Long#MAX_VALUE] switches that off
public record HealthConfig(int scoreMax, boolean nacks, long stallNanos, long silenceNanos) {
  /// SWIM as published trusts itself.
  static final HealthConfig OFF = new HealthConfig(0, false, Long.MAX_VALUE, Long.MAX_VALUE);

  /// @throws IllegalArgumentException in one sentence for people
  public HealthConfig {
    if (scoreMax < 0 || scoreMax > 64) {
      throw new IllegalArgumentException("a node's health has 0 to 64 steps");
    }
    if (stallNanos <= 0 || silenceNanos <= 0) {
      throw new IllegalArgumentException("a machine that is well is a little late");
    }
  }

  HealthConfig faster(int factor) {
    return new HealthConfig(
        scoreMax, nacks, shorter(stallNanos, factor), shorter(silenceNanos, factor));
  }

  private static long shorter(long nanos, int factor) {
    return nanos == Long.MAX_VALUE ? nanos : nanos / factor;
  }
}
