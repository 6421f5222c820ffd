package dev.dcore.kernel.cluster.swim;

import java.time.Duration;

/// How often and how patiently. The defaults are for one data centre; all members of a cluster use
/// the same.
///
/// @param probePeriodNanos each period probes one member (SWIM's T')
/// @param probeTimeoutNanos how long a direct ping may take before relays are asked
/// @param indirectProbes how many relays are asked (SWIM's k)
/// @param suspicionMultiplier a suspicion lasts this times log10(n) periods, see [Suspicion]
/// @param gossipPeriodNanos how often rumors are sent on their own, while there are any
/// @param gossipFanout to how many members
/// @param transmitMultiplier a rumor is sent this times log10(n) times, see [TransmitLimit]
/// @param exchangePeriodNanos how often full state is exchanged with a random member; it stretches
///   with the cluster's size, see [Exchange]
/// @param reconnectPeriodNanos how often a dead member or a seed is tried, while there is any
/// @param joinRetryNanos how often a joining node asks a seed; its first tries come faster
/// @param leaveLingerNanos how long a leaving node tells it, at most
public record SwimConfig(
    long probePeriodNanos,
    long probeTimeoutNanos,
    int indirectProbes,
    int suspicionMultiplier,
    long gossipPeriodNanos,
    int gossipFanout,
    int transmitMultiplier,
    long exchangePeriodNanos,
    long reconnectPeriodNanos,
    long joinRetryNanos,
    long leaveLingerNanos) {
  public static final SwimConfig DEFAULT =
      new SwimConfig(
          Duration.ofSeconds(1).toNanos(),
          Duration.ofMillis(500).toNanos(),
          3,
          4,
          Duration.ofMillis(200).toNanos(),
          3,
          4,
          Duration.ofSeconds(15).toNanos(),
          Duration.ofSeconds(10).toNanos(),
          Duration.ofSeconds(1).toNanos(),
          Duration.ofSeconds(1).toNanos());

  /// @throws IllegalArgumentException in one sentence for people
  public SwimConfig {
    if (probeTimeoutNanos <= 0 || probeTimeoutNanos >= probePeriodNanos) {
      throw new IllegalArgumentException("the probe timeout is shorter than the probe period");
    }
    if (indirectProbes < 0 || gossipFanout < 1 || transmitMultiplier < 1) {
      throw new IllegalArgumentException("fanouts and multipliers are positive");
    }
    if (suspicionMultiplier < 1) {
      throw new IllegalArgumentException("the suspicion multiplier is positive");
    }
    if (gossipPeriodNanos <= 0
        || exchangePeriodNanos <= 0
        || reconnectPeriodNanos <= 0
        || joinRetryNanos <= 0
        || leaveLingerNanos < 0) {
      throw new IllegalArgumentException("periods are positive");
    }
  }
}
