package dev.dcore.kernel.cluster.swim;

import java.time.Duration;

/// How long a suspected member has to refute, see [Suspicion].
///
/// @param multiplier once confirmed, this times log10(n) probe periods
/// @param minPeriods and never fewer than these
/// @param maxFactor when nobody confirms it, so many times as long
/// @param confirmations by how many others a suspicion is confirmed; 0 for one that takes the same
///   time always
/// @param observers how many members probe a suspect at once when they hear of it, on average
/// @param buddy whether each ping to a suspect tells it so before all else
/// @param skeptical whether another's word is weighed: a death that others declared waits until
///   this node has suspected the member for the shortest time itself, and who is suspect confirms
///   nothing
/// @param roundNanos how often a node looks whether a suspicion has had its time
public record SuspicionConfig(
    double multiplier,
    double minPeriods,
    double maxFactor,
    int confirmations,
    int observers,
    boolean buddy,
    boolean skeptical,
    long roundNanos) {
  private static final long ROUND_NANOS = Duration.ofMillis(100).toNanos();

  /// More would bring nothing but rumors.
  private static final int CONFIRMATIONS_MAX = 16;

  /// As many would make a storm of probes out of each suspicion.
  private static final int OBSERVERS_MAX = 64;

  /// @throws IllegalArgumentException in one sentence for people
  public SuspicionConfig {
    if (!(multiplier > 0) || !(minPeriods >= 0) || !Double.isFinite(multiplier + minPeriods)) {
      throw new IllegalArgumentException("a suspicion takes a positive number of periods");
    }
    if (!(maxFactor >= 1) || !Double.isFinite(maxFactor)) {
      throw new IllegalArgumentException("the longest suspicion is not shorter than the shortest");
    }
    if (confirmations < 0 || confirmations > CONFIRMATIONS_MAX) {
      throw new IllegalArgumentException("a suspicion takes 0 to 16 confirmations");
    }
    if (roundNanos <= 0) {
      throw new IllegalArgumentException("periods are positive");
    }
    if (observers < 0 || observers > OBSERVERS_MAX) {
      throw new IllegalArgumentException("a suspect has 0 to 64 observers");
    }
  }

  /// The same time whoever accuses: this times log10(n) probe periods.
  public static SuspicionConfig fixed(double multiplier) {
    return new SuspicionConfig(multiplier, 0, 1, 0, 0, false, false, ROUND_NANOS);
  }

  SuspicionConfig faster(int factor) {
    return new SuspicionConfig(
        multiplier,
        minPeriods,
        maxFactor,
        confirmations,
        observers,
        buddy,
        skeptical,
        roundNanos / factor);
  }

  /// How many different accusers of one member are worth knowing.
  int accusersMax() {
    return confirmations + 1;
  }
}
