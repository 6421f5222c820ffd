package dev.dcore.bench;

/// What published formulas say, for the column beside the measurements.
final class Theory {
  private Theory() {}

  /// Rounds until a rumor that everybody who has it pushes to `fanout` others is known by all:
  /// `log_{f+1} n + ln n / f`, with f less what is lost. For f = 1: B. Pittel, "On spreading a
  /// rumor", SIAM Journal on Applied Mathematics 47(1), 1987.
  static double gossipRounds(int nodes, int fanout, double loss) {
    double heard = fanout * (1 - loss);
    return Math.log(nodes) / Math.log(1 + heard) + Math.log(nodes) / heard;
  }

  /// Periods until the first probe of a crashed member, on average, when each member probes one at
  /// random each period: `e / (e - 1)`, where the period of the crash counts as a whole one (Das,
  /// Gupta, Motivala, "SWIM", DSN 2002, section 3.1).
  static double swimPeriodsToDetect() {
    return Math.E / (Math.E - 1);
  }

  /// Periods until the first probe of a crashed member at a quantile, when each member probes one
  /// at random: probes of one member come as a Poisson process of rate one a period.
  static double randomProbePeriods(double quantile) {
    return -Math.log(1 - quantile);
  }

  /// Seconds until the first suspicion, on average, when each member probes one at random: probes
  /// of one member come as a Poisson process of rate one a period; then the probe has to fail.
  static double randomMeanSeconds(double periodSeconds, double failSeconds) {
    return periodSeconds + failSeconds;
  }

  /// The same when each member is probed exactly once a period, by another one each time, whose
  /// periods begin at a moment of its own: between two probes lies a period and the difference of
  /// two uniform moments, of variance 1/6, so that a crash waits `(1 + 1/6) / 2` of a period.
  static double scheduledMeanSeconds(double periodSeconds, double failSeconds) {
    return periodSeconds * 7 / 12 + failSeconds;
  }

  /// The same at most: from the first moment of a period to the last of the next.
  static double scheduledMaxSeconds(double periodSeconds, double failSeconds) {
    return 2 * periodSeconds + failSeconds;
  }

  /// The probability that a member that lives is suspected in a period, where each message arrives
  /// with probability `arrives`: `q (1 - p²) (1 - q p⁴)^k e^q / (e^q - 1)`, with q = 1 (Gupta,
  /// Chandra, Goldszmidt, "On scalable and efficient distributed failure detectors", PODC 2001,
  /// theorem 2; SWIM, section 3.1).
  static double swimFalseSuspicion(double arrives, int relays) {
    double direct = 1 - arrives * arrives;
    double indirect = 1 - Math.pow(arrives, 4);
    return direct * Math.pow(indirect, relays) * swimPeriodsToDetect();
  }
}
