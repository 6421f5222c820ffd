package dev.dcore.kernel.cluster.swim;

/// How often each member passes on a rumor: a multiple of the logarithm of the cluster's size (SWIM
/// section 4.1), so that it reaches everybody with high probability.
///
/// The sizes at which the limit steps up are computed once; a lookup then compares integers, since
/// every message asks.
final class TransmitLimit {
  /// Also in a tiny cluster a rumor survives a few lost datagrams.
  private static final int MIN = 3;

  /// More steps than any multiplier needs for the largest cluster.
  private static final int STEPS = 128;

  /// At place i the smallest cluster whose limit is above i.
  private final int[] sizeAbove = new int[STEPS];

  TransmitLimit(int multiplier) {
    for (int limit = 0; limit < STEPS; limit++) {
      double size = StrictMath.pow(10, (limit + 1.0) / multiplier) - 1;
      sizeAbove[limit] = (int) Math.min(Integer.MAX_VALUE, StrictMath.ceil(size));
    }
  }

  /// `max(3, multiplier * log10(members + 1))`, rounded down.
  int at(int members) {
    int limit = MIN;
    while (limit < STEPS && sizeAbove[limit] <= members) {
      limit++;
    }
    return limit;
  }
}
