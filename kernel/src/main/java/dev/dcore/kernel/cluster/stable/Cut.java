package dev.dcore.kernel.cluster.stable;

import dev.dcore.kernel.identity.NodeId;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// All that changes from one view to the next, in one step.
///
/// @param removed bit i says that the member at place i of the view goes, as [BitSet#toByteArray]
///   writes it: an eighth of a byte for each member of the view; not modified by anybody
/// @param added who comes, in the order of ids; a restarted node is in both
public record Cut(byte[] removed, List<Newcomer> added) {
  /// The largest cluster this is meant for, ten times over, as in membership's table.
  private static final int MEMBERS_MAX = 100_000;

  /// @throws IllegalArgumentException when it is out of bounds or out of order
  public Cut {
    added = List.copyOf(added);
    if (removed.length > MEMBERS_MAX / Byte.SIZE || added.size() > MEMBERS_MAX) {
      throw new IllegalArgumentException("a cut of over " + MEMBERS_MAX + " members");
    }
    NodeId last = NodeId.NONE;
    for (Newcomer each : added) {
      if (each.id().compareTo(last) <= 0) {
        throw new IllegalArgumentException("a cut's newcomers are not in order");
      }
      last = each.id();
    }
  }

  static Cut of(BitSet removed, List<Newcomer> added) {
    return new Cut(removed.toByteArray(), added);
  }

  /// The places in the view of those who go.
  BitSet places() {
    return BitSet.valueOf(removed);
  }

  boolean isEmpty() {
    return added.isEmpty() && places().isEmpty();
  }

  /// By content.
  @Override
  public boolean equals(Object other) {
    return other instanceof Cut cut
        && Arrays.equals(cut.removed, removed)
        && cut.added.equals(added);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(removed) * 31 + added.hashCode();
  }
}
