package dev.dcore.kernel.cluster.swim;

/// How members are probed.
///
/// @param periodNanos each period probes one member (SWIM's T')
/// @param timeoutNanos how long a direct ping may take before relays are asked
/// @param indirectNanos how long these, and a stream, may take after that; then the probe failed
/// @param relays how many are asked (SWIM's k)
/// @param stream whether a stream is tried as well, for a path that loses datagrams and passes
///   streams
/// @param scheduled whether members agree whom each probes, see [ProbeSchedule]; else each goes
///   through a random order of its own
/// @param hints whether a stream that breaks starts a probe at once
public record ProbeConfig(
    long periodNanos,
    long timeoutNanos,
    long indirectNanos,
    int relays,
    boolean stream,
    boolean scheduled,
    boolean hints) {
  /// @throws IllegalArgumentException in one sentence for people
  public ProbeConfig {
    if (timeoutNanos <= 0 || indirectNanos <= 0 || timeoutNanos + indirectNanos > periodNanos) {
      throw new IllegalArgumentException("a probe's two timeouts fit into its period");
    }
    if (relays < 0) {
      throw new IllegalArgumentException("the number of relays is not negative");
    }
  }

  ProbeConfig faster(int factor) {
    return new ProbeConfig(
        periodNanos / factor,
        timeoutNanos / factor,
        indirectNanos / factor,
        relays,
        stream,
        scheduled,
        hints);
  }
}
