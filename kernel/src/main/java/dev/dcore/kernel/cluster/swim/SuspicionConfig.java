package dev.dcore.kernel.cluster.swim;

/// How long a suspected member has to refute.
///
/// @param multiplier a suspicion lasts this times log10(n) probe periods, see [Suspicion]
public record SuspicionConfig(int multiplier) {
  /// @throws IllegalArgumentException in one sentence for people
  public SuspicionConfig {
    if (multiplier < 1) {
      throw new IllegalArgumentException("the suspicion multiplier is positive");
    }
  }
}
