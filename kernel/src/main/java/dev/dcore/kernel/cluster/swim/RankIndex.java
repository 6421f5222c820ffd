package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.NodeId;

/// For each member one number, its rank: incarnation first, then state. Of two things that are said
/// of a member the one with the higher rank counts, so to hear a rumor that is no news costs one
/// look here and nothing else. Nearly all rumors are none.
///
/// Open addressing with linear probing; a row is one stretch of memory:
///
/// ```text
/// rows[3 i]      id, high half
/// rows[3 i + 1]  id, low half
/// rows[3 i + 2]  rank = incarnation << 2 | state;  0: a free row;  -1: a removed one
/// ```
final class RankIndex {
  /// The rank of a member that is not known.
  static final long UNKNOWN = 0;

  private static final long REMOVED = -1;
  private static final int STATE_BITS = 2;
  private static final int COLUMNS = 3;

  private long[] rows = new long[16 * COLUMNS];
  private int used;

  static long rank(long incarnation, MemberState state) {
    return incarnation << STATE_BITS
        | switch (state) {
          case ALIVE -> 0;
          case SUSPECT -> 1;
          case DEAD -> 2;
          case LEFT -> 3;
        };
  }

  static long incarnation(long rank) {
    return rank >>> STATE_BITS;
  }

  /// [#UNKNOWN] when there is none.
  long get(NodeId id) {
    int row = find(id);
    long rank = rows[row + 2];
    return rank == REMOVED ? UNKNOWN : rank;
  }

  void put(NodeId id, long rank) {
    int row = find(id);
    if (rows[row + 2] == UNKNOWN) {
      rows[row] = id.high();
      rows[row + 1] = id.low();
      used++;
    }
    rows[row + 2] = rank;
    if (used * COLUMNS * 2 > rows.length) {
      grow();
    }
  }

  void remove(NodeId id) {
    int row = find(id);
    if (rows[row + 2] != UNKNOWN) {
      rows[row + 2] = REMOVED;
    }
  }

  /// The row of this id, or the free one where it would go.
  private int find(NodeId id) {
    int capacity = rows.length / COLUMNS;
    int row = (id.hashCode() & (capacity - 1)) * COLUMNS;
    while (rows[row + 2] != UNKNOWN && (rows[row] != id.high() || rows[row + 1] != id.low())) {
      row += COLUMNS;
      if (row == rows.length) {
        row = 0;
      }
    }
    return row;
  }

  private void grow() {
    long[] old = rows;
    rows = new long[old.length * 2];
    used = 0;
    for (int row = 0; row < old.length; row += COLUMNS) {
      if (old[row + 2] != UNKNOWN && old[row + 2] != REMOVED) {
        put(new NodeId(old[row], old[row + 1]), old[row + 2]);
      }
    }
  }
}
