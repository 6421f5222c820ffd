package dev.dcore.kernel.persistence.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one batch becomes writes to a backend.
final class StateEdit {
  /// How many keys a batch removes because they have expired, and as many versions that it forgets,
  /// beside two for each of its changes: more than a change can add, so that a backlog shrinks, and
  /// few enough for a step (about a millisecond).
  static final int BACKLOG_PER_BATCH = 256;

  private final OrderedView base;
  private final StateBatch batch;
  private final long position;
  private final long nowNanos;
  private final long horizon;
  private final int backlogMax;
  private final ByteWrites writes = new ByteWrites();
  private long keys;
  private long bytes;

  StateEdit(OrderedView base, StateMeta before, StateBatch batch) {
    this.base = base;
    this.batch = batch;
    this.position = batch.position();
    this.nowNanos = Math.max(before.nowNanos(), batch.nowNanos());
    this.horizon = Math.max(before.horizon(), batch.horizon());
    this.backlogMax = BACKLOG_PER_BATCH + 2 * batch.changes().size();
    this.keys = before.keys();
    this.bytes = before.bytes();
  }

  StateStore.Applied run() {
    int expired = expire();
    int found = 0;
    for (Change change : batch.changes()) {
      found =
          switch (change) {
            case Change.Put(byte[] key, byte[] value, long expires) ->
                put(key, value, expires, true);
            case Change.Delete(byte[] key) -> delete(key, true);
            case Change.Overwrite(byte[] key, byte[] value) ->
                put(key, value, StateStore.NEVER, false);
            case Change.Erase(byte[] key) -> delete(key, false);
          };
    }
    int forgotten = forget();
    writes.put(StateKeys.META, meta().encode());
    return new StateStore.Applied(position, expired, forgotten, found);
  }

  StateMeta meta() {
    return new StateMeta(position, nowNanos, horizon, keys, bytes);
  }

  ByteWrites writes() {
    return writes;
  }

  private int expire() {
    List<byte[]> due = backlog(StateKeys.EXPIRY, nowNanos);
    for (byte[] entry : due) {
      var _ = delete(StateKeys.keyOfExpiry(entry), true);
    }
    return due.size();
  }

  private int forget() {
    List<byte[]> due = backlog(StateKeys.GARBAGE, horizon);
    for (byte[] entry : due) {
      writes.remove(entry);
      writes.remove(StateKeys.historyOfGarbage(entry));
    }
    return due.size();
  }

  private List<byte[]> backlog(byte kind, long upTo) {
    List<byte[]> due = new ArrayList<>();
    byte[] end = StateKeys.upTo(kind, upTo);
    try (OrderedView.Cursor cursor =
        base.cursor(new byte[] {kind}, end, OrderedView.Order.ASCENDING)) {
      while (due.size() < backlogMax && cursor.next()) {
        due.add(cursor.key());
      }
    }
    return due;
  }

  /// @param kept whether the version that it replaces may be asked for
  /// @return the version that there was, or 0
  private int put(byte[] key, byte[] value, long expiresAtNanos, boolean kept) {
    Entry old = current(key);
    int found = old == null ? 0 : old.version();
    if (old != null) {
      replace(old, kept);
    } else {
      keys++;
      // It was deleted in this very batch; nobody ever saw it gone.
      writes.forget(StateKeys.history(key, position));
      writes.forget(StateKeys.garbage(position, position, key));
    }
    bytes += key.length + value.length;
    Entry fresh =
        new Entry(
            key,
            value,
            position,
            old == null ? position : old.createdPosition(),
            found + 1,
            expiresAtNanos);
    writes.put(StateKeys.current(key), StateRecord.encode(fresh));
    if (expiresAtNanos != StateStore.NEVER) {
      writes.put(StateKeys.expiry(expiresAtNanos, key), new byte[0]);
    }
    return found;
  }

  /// @return the version that there was, or 0
  private int delete(byte[] key, boolean kept) {
    Entry old = current(key);
    if (old == null) {
      return 0;
    }
    replace(old, kept);
    keys--;
    writes.remove(StateKeys.current(key));
    if (kept && position > horizon) {
      Entry tombstone = new Entry(key, new byte[0], position, position, 0, StateStore.NEVER);
      writes.put(StateKeys.history(key, position), StateRecord.encode(tombstone));
      writes.put(StateKeys.garbage(position, position, key), new byte[0]);
    }
    return old.version();
  }

  /// Keeps a version that is the newest no more, unless nobody may ask for it.
  private void replace(Entry old, boolean kept) {
    bytes -= old.key().length + old.value().length;
    if (old.expiresAtNanos() != StateStore.NEVER) {
      writes.remove(StateKeys.expiry(old.expiresAtNanos(), old.key()));
    }
    if (kept && position > horizon && old.position() < position) {
      writes.put(StateKeys.history(old.key(), old.position()), StateRecord.encode(old));
      writes.put(StateKeys.garbage(position, old.position(), old.key()), new byte[0]);
    }
  }

  private @Nullable Entry current(byte[] key) {
    byte[] at = StateKeys.current(key);
    byte[] found = writes.decides(at) ? writes.decided(at) : base.get(at);
    return found == null ? null : StateRecord.decode(key, found);
  }
}
