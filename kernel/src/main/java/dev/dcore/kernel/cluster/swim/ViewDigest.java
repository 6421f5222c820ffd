package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Mix;

/// One number for a whole view: two nodes with the same number hold, but for a chance of 2^-64, the
/// same members in the same incarnations and states. It is a sum over members, so a change costs
/// the same in a cluster of any size and the order of changes does not matter.
final class ViewDigest {
  private long sum;

  long value() {
    return sum;
  }

  void add(long part) {
    sum += part;
  }

  void subtract(long part) {
    sum -= part;
  }

  /// What one member counts.
  ///
  /// @param hash of its id, see [RankIndex#hash]
  /// @param rank see [RankIndex#rank]
  static long part(long hash, long rank) {
    return Mix.combine(hash, rank);
  }
}
