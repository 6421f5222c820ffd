package dev.dcore.kernel.store;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.state.Change;
import dev.dcore.kernel.persistence.state.Entry;
import dev.dcore.kernel.persistence.state.KeyRange;
import dev.dcore.kernel.persistence.state.OrderedView;
import dev.dcore.kernel.persistence.state.StateStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What one command reads and writes. It reads what it wrote; all of it goes to the state together,
/// with the command's result, or none of it does.
public final class StateWriter implements StateReader {
  private final StateReader base;
  private final long position;
  private final long nowNanos;
  private final List<Change> changes = new ArrayList<>();
  private final TreeMap<byte[], Entry> written = new TreeMap<>(Arrays::compareUnsigned);
  private long horizon;

  StateWriter(StateReader base, long position, long nowNanos) {
    this.base = base;
    this.position = position;
    this.nowNanos = nowNanos;
  }

  /// The position of this command.
  @Override
  public long position() {
    return position;
  }

  /// The time of this command.
  @Override
  public long nowNanos() {
    return nowNanos;
  }

  /// Before this command.
  @Override
  public long heldBytes() {
    return base.heldBytes();
  }

  @Override
  public @Nullable Entry entry(byte[] key) {
    Entry changed = written.get(key);
    if (changed == null) {
      return base.entry(key);
    }
    return changed.tombstone() ? null : changed;
  }

  @Override
  public List<Entry> list(KeyRange range, int limit, OrderedView.Order order) {
    NavigableMap<byte[], Entry> over = writtenIn(range);
    if (over.isEmpty()) {
      return base.list(range, limit, order);
    }
    // So many more that enough are left when those that are written to are gone.
    int more = (int) Math.min(Integer.MAX_VALUE, (long) limit + over.size());
    TreeMap<byte[], Entry> merged = new TreeMap<>(Arrays::compareUnsigned);
    for (Entry entry : base.list(range, more, order)) {
      merged.put(entry.key(), entry);
    }
    merged.putAll(over);
    merged.values().removeIf(Entry::tombstone);
    var inOrder = order == OrderedView.Order.ASCENDING ? merged : merged.descendingMap();
    return inOrder.values().stream().limit(limit).toList();
  }

  /// Writes a key, and keeps the version that it replaces until the horizon has passed it.
  ///
  /// @return the version that is written
  public Entry put(byte[] key, byte[] value) {
    changes.add(new Change.Put(KeySpace.MACHINE.in(key), value, StateStore.NEVER));
    return write(key, value);
  }

  /// @return whether there was such a key
  public boolean delete(byte[] key) {
    return remove(key, new Change.Delete(KeySpace.MACHINE.in(key)));
  }

  /// As [#put], at a third of its cost, for what nobody asks about at an earlier position. A key is
  /// put and deleted, or overwritten and erased, all its life.
  public Entry overwrite(byte[] key, byte[] value) {
    changes.add(new Change.Overwrite(KeySpace.MACHINE.in(key), value));
    return write(key, value);
  }

  /// As [#delete], for what is overwritten.
  public boolean erase(byte[] key) {
    return remove(key, new Change.Erase(KeySpace.MACHINE.in(key)));
  }

  /// Versions that were replaced up to this position may be forgotten.
  public void forget(long upTo) {
    Invariant.check(upTo >= 0 && upTo <= position, "what comes is not forgotten");
    horizon = Math.max(horizon, upTo);
  }

  /// Takes back all that this command wrote.
  public void discard() {
    changes.clear();
    written.clear();
    horizon = 0;
  }

  List<Change> changes() {
    return changes;
  }

  long horizon() {
    return horizon;
  }

  /// What became of each key that was written to, in the order of keys.
  List<Entry> written() {
    return List.copyOf(written.values());
  }

  private Entry write(byte[] key, byte[] value) {
    Entry old = entry(key);
    long created = old == null ? position : old.createdPosition();
    int version = old == null ? 1 : old.version() + 1;
    Entry fresh = new Entry(key, value, position, created, version, StateStore.NEVER);
    written.put(key, fresh);
    return fresh;
  }

  private boolean remove(byte[] key, Change change) {
    if (entry(key) == null) {
      return false;
    }
    changes.add(change);
    written.put(key, new Entry(key, new byte[0], position, position, 0, StateStore.NEVER));
    return true;
  }

  private NavigableMap<byte[], Entry> writtenIn(KeyRange range) {
    byte[] to = range.to();
    if (to == null) {
      return written.tailMap(range.from(), true);
    }
    boolean empty = Arrays.compareUnsigned(range.from(), to) >= 0;
    return written.subMap(range.from(), true, empty ? range.from() : to, false);
  }
}
