package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.NodeId;

/// For each member its rank and where its entry is. The rank is one number, incarnation first, then
/// state: of two things that are said of a member the one with the higher rank counts. So to hear a
/// rumor that is no news costs one look here and nothing else, and nearly all rumors are none.
///
/// Open addressing with linear probing; a row is one stretch of memory, so that a look costs one
/// cache line where a map of objects costs five:
///
/// ```text
/// rows[4 i]      id, high half
/// rows[4 i + 1]  id, low half
/// rows[4 i + 2]  rank = incarnation << 2 | state;  0: a free row
/// rows[4 i + 3]  slot of the entry
/// ```
final class RankIndex {
  /// The rank of a member that is not known.
  static final long UNKNOWN = 0;

  private static final int STATE_BITS = 2;
  private static final int COLUMNS = 4;
  private static final int RANK = 2;
  private static final int SLOT = 3;

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
    return rows[find(id) + RANK];
  }

  /// Where this member's entry is, or -1.
  int slot(NodeId id) {
    int row = find(id);
    return rows[row + RANK] == UNKNOWN ? -1 : (int) rows[row + SLOT];
  }

  void put(NodeId id, long rank, int slot) {
    int row = find(id);
    if (rows[row + RANK] == UNKNOWN) {
      rows[row] = id.high();
      rows[row + 1] = id.low();
      used++;
    }
    rows[row + RANK] = rank;
    rows[row + SLOT] = slot;
    if (used * COLUMNS * 2 > rows.length) {
      grow();
    }
  }

  /// The row of this id, or the free one where it would go.
  private int find(NodeId id) {
    int capacity = rows.length / COLUMNS;
    int row = (id.hashCode() & (capacity - 1)) * COLUMNS;
    while (rows[row + RANK] != UNKNOWN && (rows[row] != id.high() || rows[row + 1] != id.low())) {
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
      if (old[row + RANK] != UNKNOWN) {
        put(new NodeId(old[row], old[row + 1]), old[row + RANK], (int) old[row + SLOT]);
      }
    }
  }
}
