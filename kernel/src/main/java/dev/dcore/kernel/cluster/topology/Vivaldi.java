package dev.dcore.kernel.cluster.topology;

import dev.dcore.kernel.base.Mix;

/// This node's own coordinate, which each measured round trip moves as a spring would: by Dabek et
/// al., "Vivaldi: A Decentralized Network Coordinate System", SIGCOMM 2004, figure 3, with the
/// height vectors of its section 5.4.
///
/// As in Serf, two things more: the adjustment term of Lee et al., "On Suitability of Euclidean
/// Embedding for Host-Based Network Coordinate Systems" (IEEE/ACM Transactions on Networking 18(1),
/// 2010), for what no space can say; and a pull to the origin, so that the whole does not drift
/// (Ledlie, Gardner, Seltzer, "Network Coordinates in the Wild", NSDI 2007, section 4).
///
/// A peer that lies about its place moves this node by at most [#MOVEMENT_SHARE] of [#FORCE_MAX],
/// or of the round trip that was measured, and the result is clamped: only the estimates suffer.
public final class Vivaldi {
  /// The paper's c_c: how much of the force one sample turns into movement.
  private static final double MOVEMENT_SHARE = 0.25;

  /// The paper's c_e: how much one sample counts in the own error.
  private static final double ERROR_SHARE = 0.25;

  /// Nobody is believed to be surer of itself: an error of zero would outweigh all others.
  private static final double ERROR_MIN = 0.02;

  /// The most that one sample says about where this node is wrong, in milliseconds, unless the
  /// round trip itself is longer. It is what lies between continents: with a smaller one honest
  /// nodes take longer to find their places, and push up their heights meanwhile.
  static final double FORCE_MAX = 100;

  /// At this distance from the origin, in milliseconds, the pull to it is a millisecond a sample.
  private static final double GRAVITY_MILLIS = 1_000;

  /// Samples that the adjustment is the mean of, as in Serf.
  private static final int ADJUSTMENT_SAMPLES = 20;

  /// A longer round trip is not one: the probe timed out long before.
  private static final double ROUND_TRIP_MAX_MILLIS = Coordinate.PLACE_MAX;

  private static final double NANOS_PER_MILLI = 1e6;

  /// Below this distance the direction of the other is noise, in milliseconds.
  private static final double SAME_PLACE = 1e-6;

  private final double[] misses = new double[ADJUSTMENT_SAMPLES];
  private int samples;
  private Coordinate own = Coordinate.ORIGIN;

  public Coordinate coordinate() {
    return own;
  }

  /// Takes one sample.
  ///
  /// @param pair the same number for both members in whatever order: in which direction they part
  ///   when they are at one place
  /// @param sign 1 for one of them, -1 for the other
  public void observe(long pair, int sign, Coordinate peer, long roundTripNanos) {
    double measured = roundTripNanos / NANOS_PER_MILLI;
    if (measured <= 0 || measured > ROUND_TRIP_MAX_MILLIS) {
      return;
    }
    double distance = own.distanceMillis(peer);
    double peerError = Math.max(peer.error(), ERROR_MIN);
    double ownError = Math.max(own.error(), ERROR_MIN);
    double weight = ownError / (ownError + peerError);
    double miss = Math.min(Math.abs(distance - measured) / measured, Coordinate.ERROR_MAX);
    double force = Math.max(measured - distance, -Math.max(measured, FORCE_MAX));
    double[] direction = direction(pair, sign, peer);
    double move = MOVEMENT_SHARE * weight * force;
    double pull = pull(own);
    own =
        new Coordinate(
            own.x() * pull + move * direction[0],
            own.y() * pull + move * direction[1],
            own.z() * pull + move * direction[2],
            own.height() + move * (own.height() + peer.height()) / distance,
            adjustment(force),
            blend(ownError, miss, weight * ERROR_SHARE));
  }

  static double blend(double before, double sample, double share) {
    return sample * share + before * (1 - share);
  }

  /// From the peer to this node, of length 1 less the heights' part of the distance.
  private double[] direction(long pair, int sign, Coordinate peer) {
    double places = own.placeDistance(peer);
    if (places > SAME_PLACE) {
      double distance = own.distanceMillis(peer);
      return new double[] {
        (own.x() - peer.x()) / distance,
        (own.y() - peer.y()) / distance,
        (own.z() - peer.z()) / distance
      };
    }
    double x = sign * unit(Mix.combine(pair, 1));
    double y = sign * unit(Mix.combine(pair, 2));
    double z = sign * unit(Mix.combine(pair, 3));
    double length = Math.max(StrictMath.sqrt(x * x + y * y + z * z), SAME_PLACE);
    return new double[] {x / length, y / length, z / length};
  }

  /// Uniform in [-1, 1).
  private static double unit(long bits) {
    return (bits >> 10) * 0x1.0p-53;
  }

  /// How much of the own place is left after the pull to the origin.
  private static double pull(Coordinate own) {
    double distance = own.placeDistance(Coordinate.ORIGIN);
    double force = (distance / GRAVITY_MILLIS) * (distance / GRAVITY_MILLIS);
    return distance <= SAME_PLACE ? 1 : Math.max(0, 1 - force / distance);
  }

  /// Half of the mean miss: the other half is the peer's.
  private double adjustment(double miss) {
    misses[samples % ADJUSTMENT_SAMPLES] = miss;
    samples++;
    double sum = 0;
    for (double each : misses) {
      sum += each;
    }
    return sum / (2 * ADJUSTMENT_SAMPLES);
  }
}
