package dev.dcore.kernel.runtime;

import dev.dcore.kernel.identity.Entropy;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.state.OrderedBytes;

/// The store of a node that does not run: its data directory says who it is, and nothing else of it
/// is started. For what must not happen while others write.
public final class StoreRuntime {
  private final Boot boot;
  private final LocalStore store;
  private long nowNanos;

  /// @param bytes where the state goes
  /// @param outputs what is said of failures before the store is open comes as
  ///   [LocalStore.Outputs#opened] too
  public StoreRuntime(
      Disk disk,
      Entropy entropy,
      OrderedBytes bytes,
      String cluster,
      StoreConfig config,
      LocalStore.Outputs outputs) {
    this.store = new LocalStore(disk, bytes, config, outputs);
    this.boot =
        new Boot(disk, entropy, own -> store.open(nowNanos, own.id(), cluster), outputs::opened);
  }

  /// The first, once.
  public void start(long now) {
    nowNanos = now;
    boot.start(now);
  }

  public void onDisk(long now, DiskEvent event) {
    nowNanos = now;
    if (boot.owns(event)) {
      boot.onDisk(now, event);
    } else {
      store.onDisk(now, event);
    }
  }

  /// When it wants to be woken, or `Long.MAX_VALUE`.
  public long deadlineNanos() {
    return store.deadlineNanos();
  }

  public void onWoken(long now) {
    nowNanos = now;
    store.onWoken(now);
  }

  public LocalStore store() {
    return store;
  }
}
