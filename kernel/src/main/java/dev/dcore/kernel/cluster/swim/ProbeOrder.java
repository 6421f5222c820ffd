package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Choice;
import java.util.Arrays;

/// Whom to probe next: round robin over a random order, reshuffled after each pass (SWIM section
/// 4.3), so that every member is probed within 2n - 1 periods.
final class ProbeOrder {
  private static final int SIZE_MIN = 16;

  private final MemberTable table;
  private int[] order = new int[SIZE_MIN];
  private int size;
  private final Choice insertion;
  private final Choice shuffle;
  private int next;

  ProbeOrder(MemberTable table, Choice insertion, Choice shuffle) {
    this.table = table;
    this.insertion = insertion;
    this.shuffle = shuffle;
  }

  /// At a random place, so that a member that joins is not always probed last.
  void add(int slot) {
    int at = insertion.below(size + 1);
    if (size == order.length) {
      order = Arrays.copyOf(order, size + size / 4);
    }
    System.arraycopy(order, at, order, at + 1, size - at);
    order[at] = slot;
    size++;
    if (at < next) {
      next++;
    }
  }

  /// The next member that takes part, or [MemberTable#NONE] when there is none.
  int next() {
    for (int tries = size; tries > 0; tries--) {
      if (next >= size) {
        reshuffle();
        next = 0;
      }
      int slot = order[next++];
      if (table.participates(slot)) {
        return slot;
      }
    }
    return MemberTable.NONE;
  }

  /// Fisher and Yates.
  private void reshuffle() {
    for (int i = size - 1; i > 0; i--) {
      int j = shuffle.below(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }
}
