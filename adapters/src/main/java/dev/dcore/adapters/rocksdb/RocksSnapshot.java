package dev.dcore.adapters.rocksdb;

import dev.dcore.kernel.persistence.state.OrderedView;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.Snapshot;

/// RocksDB as it was when this was made; closed before RocksDB is.
final class RocksSnapshot implements OrderedView {
  private final RocksDB db;
  private final Snapshot snapshot;
  private final ReadOptions reads;

  RocksSnapshot(RocksDB db) {
    this.db = db;
    this.snapshot = db.getSnapshot();
    this.reads = new ReadOptions().setSnapshot(snapshot);
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return RocksCursor.get(db, reads, key);
  }

  @Override
  public Cursor cursor(byte[] from, byte @Nullable [] to, Order order) {
    return new RocksCursor(db.newIterator(reads), from, to, order);
  }

  @Override
  public void close() {
    reads.close();
    db.releaseSnapshot(snapshot);
  }
}
