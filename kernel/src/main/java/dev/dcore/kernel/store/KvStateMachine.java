package dev.dcore.kernel.store;

import dev.dcore.kernel.persistence.state.Change;
import dev.dcore.kernel.persistence.state.StateBatch;
import dev.dcore.kernel.persistence.state.StateStore;
import dev.dcore.kernel.persistence.state.StateView;
import java.util.List;

/// A store of keys and values as a deterministic state machine: what it holds and answers follows
/// from the entries of a log, in their order, and from nothing else.
public final class KvStateMachine {
  private final StateStore store;

  /// @param store may hold what was applied before
  public KvStateMachine(StateStore store) {
    this.store = store;
  }

  /// The position of the last entry that was applied; the next one has a larger one.
  public long position() {
    return store.position();
  }

  /// The state to read, until the next entry.
  public StateView latest() {
    return store.latest();
  }

  /// Carries out one entry of the log.
  ///
  /// @throws UnknownCommand when it cannot; nothing is changed then, and nothing may be applied
  ///   after
  public KvResult apply(long position, byte[] entry) throws UnknownCommand {
    KvEntry decoded = KvEntry.decode(entry);
    return switch (decoded.command()) {
      case KvCommand.Put put -> onPut(position, decoded.nowNanos(), put);
      case KvCommand.Delete(byte[] key) -> onDelete(position, decoded.nowNanos(), key);
      case KvCommand.Tick _ -> {
        StateStore.Applied applied = apply(position, decoded.nowNanos(), List.of());
        yield new KvResult.Ticked(position, applied.expired());
      }
    };
  }

  private KvResult onPut(long position, long nowNanos, KvCommand.Put put) {
    long time = Math.max(nowNanos, store.nowNanos());
    boolean forEver = put.ttlNanos() == 0 || put.ttlNanos() >= StateStore.NEVER - time;
    long expires = forEver ? StateStore.NEVER : time + put.ttlNanos();
    Change change = new Change.Put(put.key(), put.value(), expires);
    return new KvResult.Stored(position, apply(position, nowNanos, List.of(change)).found() + 1);
  }

  private KvResult onDelete(long position, long nowNanos, byte[] key) {
    StateStore.Applied applied = apply(position, nowNanos, List.of(new Change.Delete(key)));
    return new KvResult.Deleted(position, applied.found() > 0);
  }

  private StateStore.Applied apply(long position, long nowNanos, List<Change> changes) {
    return store.apply(StateBatch.withoutHistory(position, nowNanos, changes));
  }
}
