package dev.dcore.kernel.cluster.swim;

/// When a member that answers on detours only is doubted, see [Doubting].
///
/// @param pings how many direct pings follow one that was not answered directly; 0 switches doubts
///   off
/// @param failures how many of these have to fail
/// @param spacingNanos from one to the next
public record DoubtConfig(int pings, int failures, long spacingNanos) {
  static final DoubtConfig OFF = new DoubtConfig(0, 0, 1);

  /// @throws IllegalArgumentException in one sentence for people
  public DoubtConfig {
    if (pings < 0 || pings > 16 || failures < 0 || failures > pings) {
      throw new IllegalArgumentException("a doubt takes 0 to 16 pings, of which some fail");
    }
    if (spacingNanos <= 0) {
      throw new IllegalArgumentException("pings are some time apart");
    }
  }

  DoubtConfig faster(int factor) {
    return new DoubtConfig(pings, failures, spacingNanos / factor);
  }
}
