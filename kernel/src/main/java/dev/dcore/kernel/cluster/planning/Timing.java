package dev.dcore.kernel.cluster.planning;

import dev.dcore.kernel.cluster.swim.GossipConfig;
import dev.dcore.kernel.cluster.swim.ProbeConfig;
import dev.dcore.kernel.cluster.swim.SuspicionConfig;
import dev.dcore.kernel.cluster.swim.SwimConfig;

/// What of a configuration decides how soon a crash is known, how often somebody is wrongly
/// declared dead, and what it costs.
///
/// @param periodNanos in which each member is probed once
/// @param timeoutNanos of the direct ping
/// @param relayNanos that relays and the stream have after it
/// @param relays how many are asked
/// @param suspicionMinNanos how long a suspect has that enough others confirm
/// @param suspicionMaxNanos how long one has that nobody confirms
/// @param confirmations how many are enough
/// @param observers how many probe a suspect at once
/// @param gossipPeriodNanos between two rounds of gossip
/// @param fanout to how many members in each
/// @param sends how often each member passes on one rumor
public record Timing(
    long periodNanos,
    long timeoutNanos,
    long relayNanos,
    int relays,
    long suspicionMinNanos,
    long suspicionMaxNanos,
    int confirmations,
    int observers,
    long gossipPeriodNanos,
    int fanout,
    int sends) {
  /// @throws IllegalArgumentException in one sentence for people
  public Timing {
    if (timeoutNanos <= 0 || relayNanos < 0 || timeoutNanos + relayNanos > periodNanos) {
      throw new IllegalArgumentException("a probe is over within its period");
    }
    if (suspicionMinNanos <= 0 || suspicionMaxNanos < suspicionMinNanos) {
      throw new IllegalArgumentException("a suspicion that is confirmed is the shorter one");
    }
    if (relays < 0 || confirmations < 0 || observers < 0) {
      throw new IllegalArgumentException("numbers of members are not negative");
    }
    if (gossipPeriodNanos <= 0 || fanout < 1 || sends < 1) {
      throw new IllegalArgumentException("gossip goes somewhere");
    }
  }

  /// As a configuration of membership, for a cluster of about this size; all else as shipped.
  public SwimConfig config(int members) {
    double logarithm = StrictMath.max(1, StrictMath.log10(members));
    double periods = (double) suspicionMinNanos / periodNanos;
    double factor = (double) suspicionMaxNanos / suspicionMinNanos;
    int multiplier = (int) StrictMath.ceil(sends / StrictMath.log10(members + 1.0));
    return SwimConfig.DEFAULT
        .with(new ProbeConfig(periodNanos, timeoutNanos, relayNanos, relays, true, true, true))
        .with(
            new SuspicionConfig(
                periods / logarithm,
                0,
                factor,
                confirmations,
                observers,
                true,
                true,
                SwimConfig.DEFAULT.suspicion().roundNanos()))
        .with(new GossipConfig(gossipPeriodNanos, fanout, multiplier));
  }

  /// How long a suspect has that this many confirm: Lifeguard's decay, `max - (max - min) log(c+1)
  /// / log(k+1)` (A. Dadgar, J. Phillips, J. Currey, "Lifeguard", arXiv 1707.00788, section IV-B).
  long suspicionNanos(int confirmedBy) {
    if (confirmations == 0 || confirmedBy >= confirmations) {
      return suspicionMinNanos;
    }
    double share = StrictMath.log(confirmedBy + 1.0) / StrictMath.log(confirmations + 1.0);
    return suspicionMaxNanos - (long) ((suspicionMaxNanos - suspicionMinNanos) * share);
  }
}
