package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Choice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whom to probe next: round robin over a random order, reshuffled after each pass (SWIM section
/// 4.3), so that every member is probed within 2n - 1 periods.
final class ProbeOrder {
  private final List<MemberEntry> order = new ArrayList<>();
  private final Choice insertion;
  private final Choice shuffle;
  private int next;

  ProbeOrder(Choice insertion, Choice shuffle) {
    this.insertion = insertion;
    this.shuffle = shuffle;
  }

  /// At a random place, so that a member that joins is not always probed last.
  void add(MemberEntry entry) {
    int at = insertion.below(order.size() + 1);
    order.add(at, entry);
    if (at < next) {
      next++;
    }
  }

  /// The next member that takes part, or null when there is none.
  @Nullable MemberEntry next() {
    for (int tries = order.size(); tries > 0; tries--) {
      if (next >= order.size()) {
        reshuffle();
        next = 0;
      }
      MemberEntry entry = order.get(next++);
      if (entry.state().participates()) {
        return entry;
      }
    }
    return null;
  }

  /// Fisher and Yates.
  private void reshuffle() {
    for (int i = order.size() - 1; i > 0; i--) {
      int j = shuffle.below(i + 1);
      MemberEntry swapped = order.get(i);
      order.set(i, order.get(j));
      order.set(j, swapped);
    }
  }
}
