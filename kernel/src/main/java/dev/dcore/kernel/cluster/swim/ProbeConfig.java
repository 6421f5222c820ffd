package dev.dcore.kernel.cluster.swim;

/// How members are probed.
///
/// @param periodNanos each period probes one member (SWIM's T')
/// @param timeoutNanos how long a direct ping may take before relays are asked
/// @param relays how many are asked (SWIM's k)
public record ProbeConfig(long periodNanos, long timeoutNanos, int relays) {
  /// @throws IllegalArgumentException in one sentence for people
  public ProbeConfig {
    if (timeoutNanos <= 0 || timeoutNanos >= periodNanos) {
      throw new IllegalArgumentException("the probe timeout is shorter than the probe period");
    }
    if (relays < 0) {
      throw new IllegalArgumentException("the number of relays is not negative");
    }
  }

  ProbeConfig faster(int factor) {
    return new ProbeConfig(periodNanos / factor, timeoutNanos / factor, relays);
  }
}
