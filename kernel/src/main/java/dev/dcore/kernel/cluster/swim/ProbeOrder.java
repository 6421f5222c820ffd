package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.identity.NodeId;
import java.util.Arrays;

/// Whom to probe next: by the [ProbeSchedule], from the members sorted by id; or, while views are
/// too different for that, round robin over a random order, another in each pass, so that every
/// member is probed within 2n - 1 periods (SWIM section 4.3).
///
/// One array serves both, since thousands of nodes in one process have one each:
///
/// ```text
/// order: [ sorted by id .......... | newcomers, as they came ]      scheduled
///                                  ^ sorted
/// order: [ probed in this pass | still to be probed .........]      random
///                              ^ next
/// ```
///
/// Newcomers are merged when the next period begins. Who does not take part any more stays until
/// then, so that a change costs nothing until somebody asks.
final class ProbeOrder {
  private static final int SIZE_MIN = 16;

  /// A slot takes so many bits of a sort key; the rest is the beginning of its id.
  private static final int SLOT_BITS = 17;

  private static final long SLOT_MASK = (1L << SLOT_BITS) - 1;

  private final MemberTable table;
  private final NodeId self;
  private final Choice shuffle;
  private final ProbeSchedule schedule = new ProbeSchedule();
  private int[] order = new int[SIZE_MIN];
  private int size;
  private int sorted;
  private int next;

  /// How many of those sorted come before this node, or -1 when it is to be found again.
  private int rank = -1;

  ProbeOrder(MemberTable table, NodeId self, Choice shuffle) {
    this.table = table;
    this.self = self;
    this.shuffle = shuffle;
  }

  ProbeSchedule schedule() {
    return schedule;
  }

  /// A member takes part from now on, for the first time or again.
  ///
  /// @param known whether it was here before
  void add(int slot, boolean known) {
    if (known && contains(slot)) {
      return;
    }
    if (size == order.length) {
      order = Arrays.copyOf(order, size + size / 4);
    }
    order[size++] = slot;
  }

  /// This member is forgotten, and its slot will be another's.
  void remove(int slot) {
    for (int i = 0; i < size; i++) {
      if (order[i] == slot) {
        System.arraycopy(order, i + 1, order, i, size - i - 1);
        size--;
        rank = -1;
        sorted -= i < sorted ? 1 : 0;
        next -= i < next ? 1 : 0;
        return;
      }
    }
  }

  /// The target of this node's period in the schedule's epoch, or [MemberTable#NONE].
  int scheduled() {
    merge();
    if (size == 0) {
      return MemberTable.NONE;
    }
    if (rank < 0) {
      rank = lowerBound(self, size);
    }
    int target = ProbeSchedule.target(schedule.epoch(), rank, size + 1);
    return order[target < rank ? target : target - 1];
  }

  /// The next member in a random order, or [MemberTable#NONE]. The order is drawn as it is asked
  /// for (Fisher and Yates), so that a period costs the same in a cluster of any size.
  int random() {
    if (sorted > 0) {
      sorted = 0;
      next = 0;
    }
    for (int tries = size; tries > 0 && size > 0; tries--) {
      if (next >= size) {
        next = 0;
      }
      swap(next, next + shuffle.below(size - next));
      int slot = order[next++];
      if (table.participates(slot)) {
        return slot;
      }
    }
    return MemberTable.NONE;
  }

  private boolean contains(int slot) {
    for (int i = 0; i < size; i++) {
      if (order[i] == slot) {
        return true;
      }
    }
    return false;
  }

  /// Makes all of it sorted, without those who do not take part.
  private void merge() {
    if (sorted == size && table.participants() == size && size > 0) {
      return;
    }
    rank = -1;
    int kept = 0;
    int keptSorted = 0;
    for (int i = 0; i < size; i++) {
      if (table.participates(order[i])) {
        order[kept++] = order[i];
        keptSorted += i < sorted ? 1 : 0;
      }
    }
    size = kept;
    if (size - keptSorted > keptSorted) {
      sortAll();
    } else {
      for (int i = keptSorted; i < size; i++) {
        insert(i);
      }
    }
    sorted = size;
    next = 0;
  }

  /// By the first bits of the ids, which are random; then, for those that have these in common, by
  /// the whole.
  private void sortAll() {
    long[] keys = new long[size];
    for (int i = 0; i < size; i++) {
      keys[i] = ((table.id(order[i]).high() ^ Long.MIN_VALUE) & ~SLOT_MASK) | order[i];
    }
    Arrays.sort(keys);
    for (int i = 0; i < size; i++) {
      order[i] = (int) (keys[i] & SLOT_MASK);
      for (int j = i; j > 0 && id(j - 1).compareTo(id(j)) > 0; j--) {
        swap(j - 1, j);
      }
    }
  }

  /// Moves the newcomer at this place to where it belongs among those before it.
  private void insert(int at) {
    int slot = order[at];
    int low = lowerBound(table.id(slot), at);
    System.arraycopy(order, low, order, low + 1, at - low);
    order[low] = slot;
  }

  /// How many of the first `length`, which are sorted, come before this id.
  private int lowerBound(NodeId id, int length) {
    int low = 0;
    int high = length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (id(middle).compareTo(id) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private NodeId id(int at) {
    return table.id(order[at]);
  }

  private void swap(int i, int j) {
    int swapped = order[i];
    order[i] = order[j];
    order[j] = swapped;
  }
}
