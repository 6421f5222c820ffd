package dev.dcore.kernel.cluster.swim;

/// All members whose id's hash (see [RankIndex#hash]) begins with some bits.
///
/// @param bits how many, a multiple of 4 from 0 to [#BITS_MAX]
/// @param prefix which, as a number
record Range(int bits, int prefix) {
  static final Range ALL = new Range(0, 0);

  /// Ranges so narrow hold one member each in any cluster, but for crafted ids.
  static final int BITS_MAX = 28;

  static final int CHILDREN = 16;
  private static final int CHILD_BITS = 4;

  /// @throws IllegalArgumentException when there is no such range
  Range {
    if (bits < 0 || bits > BITS_MAX || bits % CHILD_BITS != 0) {
      throw new IllegalArgumentException("a range of " + bits + " bits");
    }
    if (prefix < 0 || prefix >= 1 << bits) {
      throw new IllegalArgumentException("a range's prefix does not fit its bits");
    }
  }

  /// Whether it can be divided further.
  boolean divides() {
    return bits < BITS_MAX;
  }

  /// One of its sixteen parts.
  Range child(int number) {
    return new Range(bits + CHILD_BITS, prefix << CHILD_BITS | number);
  }

  boolean contains(long hash) {
    return bits == 0 || hash >>> (Long.SIZE - bits) == prefix;
  }

  /// The lowest hash in it, as unsigned numbers go.
  long lowest() {
    return bits == 0 ? 0 : (long) prefix << (Long.SIZE - bits);
  }
}
