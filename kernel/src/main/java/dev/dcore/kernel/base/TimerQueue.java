package dev.dcore.kernel.base;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Named deadlines, due in order of time and, at one time, in the order in which they were set.
///
/// Setting a key again moves it; a moved or cancelled entry stays in the heap until its time comes,
/// so both cost O(log n) and no search. Confined to its node's loop.
///
/// @param <K> keys with value equality
public final class TimerQueue<K> {
  /// A timer that is due.
  public record Due<K>(K key, long deadlineNanos) {}

  private record Entry<K>(K key, long deadlineNanos, long sequence)
      implements Comparable<Entry<K>> {
    @Override
    public int compareTo(Entry<K> other) {
      int byTime = Long.compare(deadlineNanos, other.deadlineNanos);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  private final PriorityQueue<Entry<K>> heap = new PriorityQueue<>();
  private final Map<K, Entry<K>> live = new LinkedHashMap<>();
  private long sequence;

  /// Sets or moves the timer of this key.
  public void set(K key, long deadlineNanos) {
    Entry<K> entry = new Entry<>(key, deadlineNanos, sequence++);
    live.put(key, entry);
    heap.add(entry);
  }

  /// Does nothing when the key has no timer.
  public void cancel(K key) {
    live.remove(key);
  }

  /// Takes the first timer that is due, or null.
  public @Nullable Due<K> poll(long nowNanos) {
    Entry<K> head = head();
    if (head == null || head.deadlineNanos > nowNanos) {
      return null;
    }
    heap.remove();
    live.remove(head.key);
    return new Due<>(head.key, head.deadlineNanos);
  }

  /// The next deadline, or `Long.MAX_VALUE` when there is none.
  public long nextDeadlineNanos() {
    Entry<K> head = head();
    return head == null ? Long.MAX_VALUE : head.deadlineNanos;
  }

  private @Nullable Entry<K> head() {
    Entry<K> head = heap.peek();
    while (head != null && !isLive(head)) {
      heap.remove();
      head = heap.peek();
    }
    return head;
  }

  private boolean isLive(Entry<K> entry) {
    Entry<K> current = live.get(entry.key);
    return current != null && current.sequence == entry.sequence;
  }
}
