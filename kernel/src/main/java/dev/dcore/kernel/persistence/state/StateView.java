package dev.dcore.kernel.persistence.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The state at one position, to read.
public final class StateView implements AutoCloseable {
  private final OrderedView bytes;
  private final StateMeta meta;

  StateView(OrderedView bytes, StateMeta meta) {
    this.bytes = bytes;
    this.meta = meta;
  }

  /// The position of the last batch that is in it.
  public long position() {
    return meta.position();
  }

  /// The logical time.
  public long nowNanos() {
    return meta.nowNanos();
  }

  /// The oldest position that can be asked for.
  public long horizon() {
    return meta.horizon();
  }

  /// How many keys there are.
  public long keys() {
    return meta.keys();
  }

  /// What all keys and their values have together.
  public long keyAndValueBytes() {
    return meta.bytes();
  }

  /// The time at which the next key expires, or [StateStore#NEVER].
  public long nextExpiryNanos() {
    try (OrderedView.Cursor cursor =
        bytes.cursor(
            new byte[] {StateKeys.EXPIRY},
            StateKeys.upTo(StateKeys.EXPIRY, Long.MAX_VALUE),
            OrderedView.Order.ASCENDING)) {
      return cursor.next() ? StateKeys.timeOfExpiry(cursor.key()) : StateStore.NEVER;
    }
  }

  /// @return null when there is no such key
  public @Nullable Entry get(byte[] key) {
    byte[] found = bytes.get(StateKeys.current(key));
    return found == null ? null : StateRecord.decode(key, found);
  }

  /// What the key was when the batch of that position had been applied.
  ///
  /// @return null when there was no such key
  /// @throws Forgotten when that is before the horizon
  public @Nullable Entry get(byte[] key, long at) {
    check(at);
    Entry newest = get(key);
    if (newest != null && newest.position() <= at) {
      return newest;
    }
    try (OrderedView.Cursor cursor =
        bytes.cursor(
            StateKeys.history(key, at), StateKeys.historyEnd(key), OrderedView.Order.ASCENDING)) {
      Entry found = cursor.next() ? StateRecord.decode(key, cursor.value()) : null;
      return found == null || found.tombstone() ? null : found;
    }
  }

  /// The versions of a key that are kept, newest first, with tombstones.
  ///
  /// @param limit how many at most
  public List<Entry> versions(byte[] key, int limit) {
    List<Entry> versions = new ArrayList<>();
    Entry newest = get(key);
    if (newest != null) {
      versions.add(newest);
    }
    try (OrderedView.Cursor cursor =
        bytes.cursor(
            StateKeys.history(key, Long.MAX_VALUE),
            StateKeys.historyEnd(key),
            OrderedView.Order.ASCENDING)) {
      while (versions.size() < limit && cursor.next()) {
        versions.add(StateRecord.decode(key, cursor.value()));
      }
    }
    return versions;
  }

  /// Keys of a range, in their order; [KeyRange#after] the last one goes on.
  ///
  /// @param limit how many at most
  public List<Entry> list(KeyRange range, int limit, OrderedView.Order order) {
    List<Entry> entries = new ArrayList<>();
    try (OrderedView.Cursor cursor =
        bytes.cursor(StateKeys.current(range.from()), StateKeys.currentEnd(range.to()), order)) {
      while (entries.size() < limit && cursor.next()) {
        entries.add(StateRecord.decode(StateKeys.keyOfCurrent(cursor.key()), cursor.value()));
      }
    }
    return entries;
  }

  /// Keys of a range as they were when the batch of that position had been applied.
  ///
  /// @param limit how many at most
  /// @throws Forgotten when that is before the horizon
  public List<Entry> list(KeyRange range, int limit, OrderedView.Order order, long at) {
    check(at);
    return at >= meta.position()
        ? list(range, limit, order)
        : new PastRange(this, at).list(range, limit, order);
  }

  /// What was written in a range behind a position, tombstones among it, in the order of positions
  /// and then of keys; of several writes of a key in one batch the last.
  ///
  /// @param scanMax how many keys and versions are looked at
  /// @return null when that is not enough
  /// @throws Forgotten when the position is before the horizon
  public @Nullable List<Entry> changes(KeyRange range, long after, int scanMax) {
    check(after);
    return new PastChanges(bytes, after, scanMax).list(range);
  }

  private void check(long at) {
    if (at < meta.horizon()) {
      throw new Forgotten(at, meta.horizon());
    }
  }

  /// All of it as a backend has it, for checkpoints.
  public OrderedView bytes() {
    return bytes;
  }

  @Override
  public void close() {
    bytes.close();
  }
}
