package dev.dcore.kernel.cluster.swim;

/// How many of the peers that this node heard last hold its own view: of the last sixteen digests
/// that came with pings and acks, the share that was this node's own at that moment.
final class Agreement {
  private static final int HEARD = 16;

  private int bits;
  private int heard;

  void heard(boolean same) {
    bits = (bits << 1 | (same ? 1 : 0)) & (1 << HEARD) - 1;
    heard = Math.min(heard + 1, HEARD);
  }

  /// From 0 to 1; 1 when nobody was heard, since nobody disagrees.
  double share() {
    return heard == 0 ? 1 : (double) Integer.bitCount(bits) / heard;
  }
}
