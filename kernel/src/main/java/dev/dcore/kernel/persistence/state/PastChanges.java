package dev.dcore.kernel.persistence.state;

import dev.dcore.kernel.base.Invariant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds what was written behind a position: the newest versions that are, and of the replaced ones
/// those that were replaced behind it, which the garbage has in that order.
final class PastChanges {
  private static final Comparator<Entry> BY_POSITION =
      Comparator.comparingLong(Entry::position)
          .thenComparing(Entry::key, (one, other) -> Arrays.compareUnsigned(one, other));

  private final OrderedView bytes;
  private final long after;
  private int scansLeft;

  PastChanges(OrderedView bytes, long after, int scanMax) {
    this.bytes = bytes;
    this.after = after;
    this.scansLeft = scanMax;
  }

  /// @return null when too much would have to be looked at
  @Nullable List<Entry> list(KeyRange range) {
    List<Entry> changes = new ArrayList<>();
    if (!addNewest(range, changes) || !addReplaced(range, changes)) {
      return null;
    }
    changes.sort(BY_POSITION);
    return changes;
  }

  private boolean addNewest(KeyRange range, List<Entry> changes) {
    byte[] from = StateKeys.current(range.from());
    byte[] to = StateKeys.currentEnd(range.to());
    try (OrderedView.Cursor cursor = bytes.cursor(from, to, OrderedView.Order.ASCENDING)) {
      while (cursor.next()) {
        if (--scansLeft < 0) {
          return false;
        }
        if (StateRecord.position(cursor.value()) > after) {
          changes.add(StateRecord.decode(StateKeys.keyOfCurrent(cursor.key()), cursor.value()));
        }
      }
    }
    return true;
  }

  private boolean addReplaced(KeyRange range, List<Entry> changes) {
    byte[] from = StateKeys.upTo(StateKeys.GARBAGE, after);
    byte[] to = StateKeys.upTo(StateKeys.GARBAGE, Long.MAX_VALUE);
    try (OrderedView.Cursor cursor = bytes.cursor(from, to, OrderedView.Order.ASCENDING)) {
      while (cursor.next()) {
        if (--scansLeft < 0) {
          return false;
        }
        byte[] garbage = cursor.key();
        byte[] key = StateKeys.keyOfGarbage(garbage);
        if (StateKeys.positionOfGarbage(garbage) > after && range.contains(key)) {
          byte[] version = bytes.get(StateKeys.historyOfGarbage(garbage));
          changes.add(StateRecord.decode(key, Invariant.present(version, "garbage is there")));
        }
      }
    }
    return true;
  }
}
