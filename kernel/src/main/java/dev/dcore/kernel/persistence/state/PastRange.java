package dev.dcore.kernel.persistence.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists a range as it was: of the keys that are there now and those of which an old version is
/// kept, each as it was then.
final class PastRange {
  private final StateView view;
  private final long at;

  PastRange(StateView view, long at) {
    this.view = view;
    this.at = at;
  }

  List<Entry> list(KeyRange range, int limit, OrderedView.Order order) {
    List<Entry> entries = new ArrayList<>();
    KeyRange rest = range;
    while (entries.size() < limit) {
      byte[] key = next(rest, order);
      if (key == null) {
        return entries;
      }
      Entry then = view.get(key, at);
      if (then != null) {
        entries.add(then);
      }
      rest =
          switch (order) {
            case ASCENDING -> rest.after(key);
            case DESCENDING -> new KeyRange(rest.from(), key);
          };
    }
    return entries;
  }

  private byte @Nullable [] next(KeyRange rest, OrderedView.Order order) {
    byte[] current = first(StateKeys.current(rest.from()), StateKeys.currentEnd(rest.to()), order);
    byte[] past = first(StateKeys.historyFrom(rest.from()), StateKeys.historyTo(rest.to()), order);
    if (current == null || past == null) {
      return current != null
          ? StateKeys.keyOfCurrent(current)
          : past != null ? StateKeys.keyOfHistory(past) : null;
    }
    byte[] one = StateKeys.keyOfCurrent(current);
    byte[] other = StateKeys.keyOfHistory(past);
    boolean oneIsFirst = Arrays.compareUnsigned(one, other) <= 0;
    return oneIsFirst == (order == OrderedView.Order.ASCENDING) ? one : other;
  }

  private byte @Nullable [] first(byte[] from, byte[] to, OrderedView.Order order) {
    try (OrderedView.Cursor cursor = view.bytes().cursor(from, to, order)) {
      return cursor.next() ? cursor.key() : null;
    }
  }
}
