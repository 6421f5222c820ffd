package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Mix;

/// One number for a whole view: two nodes with the same number hold, but for a chance of 2^-64, the
/// same members in the same incarnations and states. It is a sum over members, so a change costs
/// the same in a cluster of any size and the order of changes does not matter.
///
/// The sums are kept for each 256th of the hash space apart, so that the digests of all wider
/// [Range]s are there at once.
final class ViewDigest {
  private static final int BUCKET_BITS = 8;
  private static final int BUCKETS = 1 << BUCKET_BITS;

  private final long[] sums = new long[BUCKETS];
  private final int[] counts = new int[BUCKETS];
  private long sum;

  long value() {
    return sum;
  }

  /// Counts one member in.
  ///
  /// @param hash of its id, see [RankIndex#hash]
  /// @param rank see [RankIndex#rank]
  void add(long hash, long rank) {
    change(hash, part(hash, rank), 1);
  }

  /// Counts one member out that was counted in with just this rank.
  void subtract(long hash, long rank) {
    change(hash, -part(hash, rank), -1);
  }

  /// Whether a range's figures are kept; those of narrower ones have to be summed up.
  static boolean keeps(Range range) {
    return range.bits() <= BUCKET_BITS;
  }

  /// The sum over the members of a range that is kept.
  long sum(Range range) {
    long total = 0;
    for (int i = first(range); i < first(range) + width(range); i++) {
      total += sums[i];
    }
    return total;
  }

  /// How many members a range has that is kept.
  int count(Range range) {
    int total = 0;
    for (int i = first(range); i < first(range) + width(range); i++) {
      total += counts[i];
    }
    return total;
  }

  /// What one member counts.
  static long part(long hash, long rank) {
    return Mix.combine(hash, rank);
  }

  private void change(long hash, long part, int count) {
    int bucket = (int) (hash >>> (Long.SIZE - BUCKET_BITS));
    sums[bucket] += part;
    counts[bucket] += count;
    sum += part;
  }

  private static int first(Range range) {
    return (int) (range.lowest() >>> (Long.SIZE - BUCKET_BITS));
  }

  private static int width(Range range) {
    return 1 << (BUCKET_BITS - range.bits());
  }
}
