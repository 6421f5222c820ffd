package dev.dcore.kernel.cluster.swim;

/// How much a node mistrusts itself.
///
/// @param scoreMax how much slower than one that is well it gets, see [LocalHealth]; 0 switches
///   that off
/// @param nacks whether a relay says so when it has no answer either
/// @param stallNanos a timer that fires later than this shows that the process stood still, see
///   [Stalls]; [Long#MAX_VALUE] switches that off
public record HealthConfig(int scoreMax, boolean nacks, long stallNanos) {
  /// SWIM as published trusts itself.
  static final HealthConfig OFF = new HealthConfig(0, false, Long.MAX_VALUE);

  /// @throws IllegalArgumentException in one sentence for people
  public HealthConfig {
    if (scoreMax < 0 || scoreMax > 64) {
      throw new IllegalArgumentException("a node's health has 0 to 64 steps");
    }
    if (stallNanos <= 0) {
      throw new IllegalArgumentException("a machine that is well is a little late");
    }
  }

  /// How late a timer is does not get better with shorter periods.
  HealthConfig faster(int factor) {
    return new HealthConfig(
        scoreMax, nacks, stallNanos == Long.MAX_VALUE ? stallNanos : stallNanos / factor);
  }
}
