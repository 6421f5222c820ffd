package dev.dcore.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/// RocksDB, whose writes are synced. It knows no futures: as many threads as there are writes under
/// way, which it gathers into groups by itself.
final class RocksLog implements AutoCloseable {
  private final Options options;
  private final WriteOptions synced;
  private final RocksDB store;
  private final AtomicLong keys = new AtomicLong();

  private RocksLog(Options options, WriteOptions synced, RocksDB store) {
    this.options = options;
    this.synced = synced;
    this.store = store;
  }

  static RocksLog open(Path directory) throws IOException {
    RocksDB.loadLibrary();
    Options options = new Options().setCreateIfMissing(true);
    try {
      RocksDB store = RocksDB.open(options, directory.toString());
      return new RocksLog(options, new WriteOptions().setSync(true), store);
    } catch (RocksDBException e) {
      options.close();
      throw new IOException("RocksDB does not open: " + e.getMessage(), e);
    }
  }

  Latencies run(int threads, long nanos) throws IOException, InterruptedException {
    long until = System.nanoTime() + nanos;
    return Latencies.together(threads, own -> write(until, own));
  }

  private void write(long until, Latencies latencies) throws IOException {
    byte[] value = new byte[WalLoad.RECORD_BYTES];
    byte[] key = new byte[Long.BYTES];
    long now = System.nanoTime();
    while (now < until) {
      ByteBuffer.wrap(key).putLong(keys.incrementAndGet());
      try {
        store.put(synced, key, value);
      } catch (RocksDBException e) {
        throw new IOException("RocksDB does not write: " + e.getMessage(), e);
      }
      long after = System.nanoTime();
      latencies.add(after - now);
      now = after;
    }
  }

  @Override
  public void close() {
    store.close();
    synced.close();
    options.close();
  }
}
