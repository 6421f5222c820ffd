package dev.dcore.kernel.cluster.swim;

/// How rumors spread.
///
/// @param periodNanos how often they are sent on their own, while there are any
/// @param fanout to how many members
/// @param transmitMultiplier a rumor is sent this times log10(n) times, see [TransmitLimit]
public record GossipConfig(long periodNanos, int fanout, int transmitMultiplier) {
  /// @throws IllegalArgumentException in one sentence for people
  public GossipConfig {
    if (periodNanos <= 0) {
      throw new IllegalArgumentException("the gossip period is positive");
    }
    if (fanout < 1 || transmitMultiplier < 1) {
      throw new IllegalArgumentException("fanouts and multipliers are positive");
    }
  }

  GossipConfig faster(int factor) {
    return new GossipConfig(periodNanos / factor, fanout, transmitMultiplier);
  }
}
