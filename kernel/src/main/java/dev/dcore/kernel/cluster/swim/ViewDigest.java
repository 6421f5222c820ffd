package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Mix;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.NodeId;

/// One number for a whole view: two nodes with the same number hold, but for a chance of 2^-64, the
/// same members in the same incarnations and states. It is a sum over members, so a change costs
/// the same in a cluster of any size and the order of changes does not matter.
final class ViewDigest {
  private long sum;

  long value() {
    return sum;
  }

  /// @param before what the member counted until now, or 0
  /// @param after what it counts from now on, or 0
  void change(long before, long after) {
    sum += after - before;
  }

  /// What one member counts.
  static long part(NodeId id, long incarnation, MemberState state) {
    long hash = Mix.combine(Mix.combine(id.high(), id.low()), incarnation);
    return Mix.combine(
        hash,
        switch (state) {
          case ALIVE -> 1;
          case SUSPECT -> 2;
          case DEAD -> 3;
          case LEFT -> 4;
        });
  }
}
