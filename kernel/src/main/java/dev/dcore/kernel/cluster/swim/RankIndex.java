package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.Mix;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.NodeId;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/// For each member its rank and its slot in the table. The rank is one number, incarnation first,
/// then state: of two things that are said of a member the one with the higher rank counts. So to
/// hear a rumor that is no news costs one look here and nothing else, and nearly all rumors are
/// none.
///
/// Open addressing with linear probing, by the top bits of the id's hash; a row is 16 bytes in one
/// stretch of memory, so that a look costs one cache line:
///
/// ```text
/// rows[2 i]      the hash's top 47 bits | slot (17 bits)
/// rows[2 i + 1]  rank = incarnation << 2 | state;  0: a free row
/// ```
final class RankIndex {
  /// The rank of a member that is not known.
  static final long UNKNOWN = 0;

  /// Slots are below this.
  static final int SLOTS_MAX = 1 << 17;

  private static final int STATE_BITS = 2;
  private static final int SLOT_BITS = 17;
  private static final int ROW = 2;
  private static final int CAPACITY_BITS_MIN = 4;

  private final IntFunction<NodeId> ids;
  private long[] rows = new long[ROW << CAPACITY_BITS_MIN];
  private int capacityBits = CAPACITY_BITS_MIN;
  private int used;

  /// @param ids the id of the member in a slot, to tell two of one hash apart
  RankIndex(IntFunction<NodeId> ids) {
    this.ids = ids;
  }

  static long rank(long incarnation, MemberState state) {
    return incarnation << STATE_BITS | code(state);
  }

  /// The state's place among the ranks of one incarnation, in two bits.
  static int code(MemberState state) {
    return switch (state) {
      case ALIVE -> 0;
      case SUSPECT -> 1;
      case DEAD -> 2;
      case LEFT -> 3;
    };
  }

  /// The state that a rank, or a [#code], stands for.
  static MemberState state(long rank) {
    return switch ((int) rank & (1 << STATE_BITS) - 1) {
      case 0 -> MemberState.ALIVE;
      case 1 -> MemberState.SUSPECT;
      case 2 -> MemberState.DEAD;
      default -> MemberState.LEFT;
    };
  }

  static long incarnation(long rank) {
    return rank >>> STATE_BITS;
  }

  /// By what members are spread over this index and over the ranges of a [ViewDigest]: the same on
  /// every node.
  static long hash(NodeId id) {
    return Mix.combine(id.high(), id.low());
  }

  /// The rank of this id, or [#UNKNOWN].
  ///
  /// It compares 47 bits of the hash and not the id, which would cost a look into the claim. In a
  /// cluster of 10,000 there are two members that it takes for one with a chance of 4 in 10
  /// million; then rumors about one of the two are held for old, and reconciliation, which looks by
  /// [#slot], tells of it.
  long get(NodeId id) {
    long hash = hash(id);
    int row = home(hash);
    while (rows[row + 1] != UNKNOWN && !matches(row, hash)) {
      row = next(row);
    }
    return rows[row + 1];
  }

  /// Where this member is, or -1.
  int slot(NodeId id) {
    int row = find(id);
    return rows[row + 1] == UNKNOWN ? -1 : slotOf(row);
  }

  /// A member that is not here yet.
  void add(NodeId id, int slot, long rank) {
    Invariant.check(slot < SLOTS_MAX && rank != UNKNOWN, "a row has a slot and a rank");
    place(hash(id), slot, rank);
    used++;
    // Linear probing stays short up to three quarters.
    if (used * 4 > capacity() * 3) {
      grow();
    }
  }

  /// @param rank the new rank of a member that is here
  void rank(NodeId id, long rank) {
    int row = find(id);
    Invariant.check(rows[row + 1] != UNKNOWN, "only a known member's rank changes");
    rows[row + 1] = rank;
  }

  /// Forgets a member that is here. What was placed behind it because of it moves up.
  void remove(NodeId id) {
    int hole = find(id);
    Invariant.check(rows[hole + 1] != UNKNOWN, "only a known member is removed");
    for (int row = next(hole); rows[row + 1] != UNKNOWN; row = next(row)) {
      int home = home(rows[row]);
      boolean reaches = hole <= row ? home <= hole || home > row : home <= hole && home > row;
      if (reaches) {
        rows[hole] = rows[row];
        rows[hole + 1] = rows[row + 1];
        hole = row;
      }
    }
    rows[hole] = 0;
    rows[hole + 1] = UNKNOWN;
    used--;
  }

  /// Calls with the slot of each member of a range. Rows lie by the top bits of the hash, so a
  /// range is one stretch, and what was displaced out of it lies before the next free row.
  void forEach(Range range, IntConsumer each) {
    int row = home(range.lowest());
    int stretch = range.bits() >= capacityBits ? 1 : capacity() >>> range.bits();
    for (int i = 0; i < capacity(); i++) {
      boolean free = rows[row + 1] == UNKNOWN;
      if (free && i >= stretch) {
        return;
      }
      if (!free && range.contains(rows[row])) {
        each.accept(slotOf(row));
      }
      row = next(row);
    }
  }

  /// The row of this id, or the free one where it would go.
  private int find(NodeId id) {
    long hash = hash(id);
    int row = home(hash);
    while (rows[row + 1] != UNKNOWN && !(matches(row, hash) && ids.apply(slotOf(row)).equals(id))) {
      row = next(row);
    }
    return row;
  }

  private boolean matches(int row, long hash) {
    return rows[row] >>> SLOT_BITS == hash >>> SLOT_BITS;
  }

  private int slotOf(int row) {
    return (int) rows[row] & (SLOTS_MAX - 1);
  }

  /// Needs only the bits of the hash that a row keeps.
  private int home(long hash) {
    return (int) (hash >>> (Long.SIZE - capacityBits)) * ROW;
  }

  private int next(int row) {
    return row + ROW == rows.length ? 0 : row + ROW;
  }

  private int capacity() {
    return 1 << capacityBits;
  }

  private void place(long hash, int slot, long rank) {
    int row = home(hash);
    while (rows[row + 1] != UNKNOWN) {
      row = next(row);
    }
    rows[row] = hash >>> SLOT_BITS << SLOT_BITS | slot;
    rows[row + 1] = rank;
  }

  private void grow() {
    long[] old = rows;
    rows = new long[old.length * 2];
    capacityBits++;
    for (int row = 0; row < old.length; row += ROW) {
      if (old[row + 1] != UNKNOWN) {
        place(old[row], (int) old[row] & (SLOTS_MAX - 1), old[row + 1]);
      }
    }
  }
}
