package dev.dcore.kernel.cluster.stable;

/// The numbers by which proposers of one view overrule each other.
///
/// ```text
/// bit 52          20 19              0
///     +-------------+----------------+
///     |    round    |  place + 1     |      0: none
///     +-------------+----------------+
/// ```
///
/// The place is the proposer's in the view, so no two proposers have a ballot in common.
final class Ballot {
  static final long NONE = 0;
  private static final int PLACE_BITS = 20;

  /// What an honest proposer never comes to; beyond it, messages are refused.
  static final long MAX = 1L << 52;

  private Ballot() {}

  static long of(long round, int place) {
    return (round << PLACE_BITS) | (place + 1);
  }

  static long round(long ballot) {
    return ballot >>> PLACE_BITS;
  }

  /// The lowest ballot of all belongs to the first member alone, and nobody can have promised or
  /// accepted anything below it: its owner may go straight to the second phase, once.
  static boolean isFirst(long ballot) {
    return ballot == of(0, 0);
  }

  /// @throws IllegalArgumentException when no proposer makes such a ballot
  static void require(long ballot) {
    if (ballot <= 0 || ballot > MAX) {
      throw new IllegalArgumentException("ballot " + ballot + " is out of range");
    }
  }
}
