package dev.dcore.kernel.base;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Named deadlines, due in order of time and, at one time, in the order in which they were set.
///
/// A node has a handful of them, and some hundred when half of a cluster falls away: so they lie in
/// plain columns without order, and each call looks through one column. Confined to its node's
/// loop.
///
/// @param <K> keys with value equality
public final class TimerQueue<K> {
  /// A timer that is due.
  public record Due<K>(K key, long deadlineNanos) {}

  private static final int CAPACITY_MIN = 8;
  private static final int NONE = -1;

  /// The columns; places from [#size] on are free.
  private Object[] keys = new Object[CAPACITY_MIN];

  /// What [#hash] makes of the keys, so that a search looks at one key only.
  private int[] hashes = new int[CAPACITY_MIN];

  private long[] deadlines = new long[CAPACITY_MIN];
  private long[] sequences = new long[CAPACITY_MIN];

  private int size;
  private long sequence;

  /// The place of the timer that is due first, or [#NONE] when there is none.
  private int first = NONE;

  /// Its deadline, or `Long.MAX_VALUE`.
  private long firstDeadlineNanos = Long.MAX_VALUE;

  /// Sets or moves the timer of this key.
  public void set(K key, long deadlineNanos) {
    int hash = hash(key);
    int place = find(key, hash);
    if (place == NONE) {
      place = append(key, hash);
    }
    deadlines[place] = deadlineNanos;
    sequences[place] = sequence++;
    if (place == first) {
      findFirst();
    } else if (deadlineNanos < firstDeadlineNanos) {
      first = place;
      firstDeadlineNanos = deadlineNanos;
    }
  }

  /// Does nothing when the key has no timer.
  public void cancel(K key) {
    int place = find(key, hash(key));
    if (place != NONE) {
      remove(place);
    }
  }

  /// Takes the first timer that is due, or null.
  public @Nullable Due<K> poll(long nowNanos) {
    if (first == NONE || firstDeadlineNanos > nowNanos) {
      return null;
    }
    @SuppressWarnings("unchecked") // only keys are put there
    Due<K> due = new Due<>((K) keys[first], firstDeadlineNanos);
    remove(first);
    return due;
  }

  /// The next deadline, or `Long.MAX_VALUE` when there is none.
  public long nextDeadlineNanos() {
    return firstDeadlineNanos;
  }

  /// It spares comparisons, and no order comes from it. Keys of different kinds, without
  /// components, all have the hash 0.
  private static int hash(Object key) {
    return 31 * key.getClass().getName().hashCode() + Objects.hashCode(key);
  }

  private int find(K key, int hash) {
    for (int place = 0; place < size; place++) {
      if (hashes[place] == hash && keys[place].equals(key)) {
        return place;
      }
    }
    return NONE;
  }

  private int append(K key, int hash) {
    if (size == keys.length) {
      resize(2 * size);
    }
    keys[size] = key;
    hashes[size] = hash;
    return size++;
  }

  /// The last one moves to the free place.
  private void remove(int place) {
    int last = --size;
    keys[place] = keys[last];
    hashes[place] = hashes[last];
    deadlines[place] = deadlines[last];
    sequences[place] = sequences[last];
    Arrays.fill(keys, last, last + 1, null);
    if (place == first) {
      findFirst();
    } else if (last == first) {
      first = place;
    }
    if (size >= CAPACITY_MIN && 4 * size < keys.length) {
      resize(2 * size);
    }
  }

  private void findFirst() {
    first = NONE;
    firstDeadlineNanos = Long.MAX_VALUE;
    for (int place = 0; place < size; place++) {
      if (first == NONE
          || deadlines[place] < firstDeadlineNanos
          || (deadlines[place] == firstDeadlineNanos && sequences[place] < sequences[first])) {
        first = place;
        firstDeadlineNanos = deadlines[place];
      }
    }
  }

  private void resize(int capacity) {
    keys = Arrays.copyOf(keys, capacity);
    hashes = Arrays.copyOf(hashes, capacity);
    deadlines = Arrays.copyOf(deadlines, capacity);
    sequences = Arrays.copyOf(sequences, capacity);
  }
}
