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

  private static final class Entry<K> implements Comparable<Entry<K>> {
    final K key;
    final long deadlineNanos;
    final long sequence;
    boolean live = true;

    Entry(K key, long deadlineNanos, long sequence) {
      this.key = key;
      this.deadlineNanos = deadlineNanos;
      this.sequence = sequence;
    }

    @Override
    public int compareTo(Entry<K> other) {
      int byTime = Long.compare(deadlineNanos, other.deadlineNanos);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  private final PriorityQueue<Entry<K>> heap = new PriorityQueue<>();
  private final Map<K, Entry<K>> byKey = new LinkedHashMap<>();
  private long sequence;

  /// Sets or moves the timer of this key.
  public void set(K key, long deadlineNanos) {
    Entry<K> entry = new Entry<>(key, deadlineNanos, sequence++);
    Entry<K> old = byKey.put(key, entry);
    if (old != null) {
      old.live = false;
    }
    heap.add(entry);
  }

  /// Does nothing when the key has no timer.
  public void cancel(K key) {
    Entry<K> old = byKey.remove(key);
    if (old != null) {
      old.live = false;
    }
  }

  /// Takes the first timer that is due, or null.
  public @Nullable Due<K> poll(long nowNanos) {
    Entry<K> head = head();
    if (head == null || head.deadlineNanos > nowNanos) {
      return null;
    }
    heap.remove();
    byKey.remove(head.key);
    return new Due<>(head.key, head.deadlineNanos);
  }

  /// The next deadline, or `Long.MAX_VALUE` when there is none.
  public long nextDeadlineNanos() {
    Entry<K> head = head();
    return head == null ? Long.MAX_VALUE : head.deadlineNanos;
  }

  private @Nullable Entry<K> head() {
    Entry<K> head = heap.peek();
    while (head != null && !head.live) {
      heap.remove();
      head = heap.peek();
    }
    return head;
  }
}
