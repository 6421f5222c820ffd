package dev.dcore.adapters.rocksdb;

import dev.dcore.kernel.persistence.state.OrderedView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Walks a range by an iterator of RocksDB, whose default order of keys is ours.
final class RocksCursor implements OrderedView.Cursor {
  private final RocksIterator iterator;
  private final byte[] from;
  private final byte @Nullable [] to;
  private final OrderedView.Order order;
  private boolean started;
  private boolean ended;
  private byte[] key = {};

  RocksCursor(RocksIterator iterator, byte[] from, byte @Nullable [] to, OrderedView.Order order) {
    this.iterator = iterator;
    this.from = from;
    this.to = to;
    this.order = order;
  }

  static byte @Nullable [] get(RocksDB db, ReadOptions reads, byte[] key) {
    try {
      return db.get(reads, key);
    } catch (RocksDBException e) {
      throw RocksBytes.failed(e);
    }
  }

  @Override
  public boolean next() {
    if (ended) {
      return false;
    }
    move();
    if (!iterator.isValid()) {
      try {
        iterator.status();
      } catch (RocksDBException e) {
        throw RocksBytes.failed(e);
      }
      ended = true;
      return false;
    }
    key = iterator.key();
    ended = !within();
    return !ended;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public byte[] value() {
    return iterator.value();
  }

  @Override
  public void close() {
    iterator.close();
  }

  private void move() {
    boolean up = order == OrderedView.Order.ASCENDING;
    if (started && up) {
      iterator.next();
    } else if (started) {
      iterator.prev();
    } else if (up) {
      iterator.seek(from);
    } else {
      seekBelowEnd();
    }
    started = true;
  }

  private void seekBelowEnd() {
    byte[] end = to;
    if (end == null) {
      iterator.seekToLast();
      return;
    }
    iterator.seekForPrev(end);
    if (iterator.isValid() && Arrays.equals(iterator.key(), end)) {
      iterator.prev();
    }
  }

  private boolean within() {
    byte[] end = to;
    return switch (order) {
      case ASCENDING -> end == null || Arrays.compareUnsigned(key, end) < 0;
      case DESCENDING -> Arrays.compareUnsigned(key, from) >= 0;
    };
  }
}
