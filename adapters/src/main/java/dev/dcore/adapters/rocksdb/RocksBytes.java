package dev.dcore.adapters.rocksdb;

import dev.dcore.kernel.persistence.state.ByteWrites;
import dev.dcore.kernel.persistence.state.OrderedBytes;
import dev.dcore.kernel.persistence.state.OrderedView;
import dev.dcore.kernel.persistence.state.StateFailed;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// Ordered bytes in RocksDB.
///
/// Its own log is off, since ours has every batch already. So a crash leaves what was flushed:
/// RocksDB fills one table in memory after another and writes them to files in that order, a batch
/// is wholly in one of them, and all is in one column family; hence a prefix of the batches, and
/// the position in the last of them says which.
public final class RocksBytes implements OrderedBytes {
  /// What is in memory before it is written to a file: as long a replay after a crash.
  private static final long WRITE_BUFFER_BYTES = 32L << 20;

  /// RocksDB keeps a diary; this much of it is enough.
  private static final long DIARY_BYTES_MAX = 1L << 20;

  private static final long DIARIES_MAX = 2;

  private final Options options;
  private final RocksDB db;
  private final WriteOptions withoutLog = new WriteOptions().setDisableWAL(true);
  private final ReadOptions reads = new ReadOptions();
  private boolean closed;

  private RocksBytes(Options options, RocksDB db) {
    this.options = options;
    this.db = db;
  }

  /// @param directory made if there is none
  /// @throws IOException when it cannot be opened, as when another process has it
  public static RocksBytes open(Path directory) throws IOException {
    RocksDB.loadLibrary();
    Options options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(WRITE_BUFFER_BYTES)
            .setMaxLogFileSize(DIARY_BYTES_MAX)
            .setKeepLogFileNum(DIARIES_MAX)
            .setStatsDumpPeriodSec(0)
            // A close is as good as a crash: what comes again from our log is not worth a wait.
            .setAvoidFlushDuringShutdown(true);
    try {
      return new RocksBytes(options, RocksDB.open(options, directory.toString()));
    } catch (RocksDBException e) {
      options.close();
      throw new IOException("RocksDB cannot open " + directory + ": " + e.getMessage(), e);
    }
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
  public void write(ByteWrites writes) {
    try (WriteBatch batch = new WriteBatch()) {
      writes.forEach(
          (key, value) -> {
            try {
              if (value == null) {
                batch.delete(key);
              } else {
                batch.put(key, value);
              }
            } catch (RocksDBException e) {
              throw failed(e);
            }
          });
      db.write(withoutLog, batch);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  @Override
  public OrderedView snapshot() {
    return new RocksSnapshot(db);
  }

  @Override
  public void flush() {
    try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
      db.flush(wait);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  @Override
  public void clear() {
    try (var iterator = db.newIterator(reads)) {
      iterator.seekToLast();
      if (!iterator.isValid()) {
        return;
      }
      byte[] last = iterator.key();
      db.deleteRange(withoutLog, new byte[0], last);
      db.delete(withoutLog, last);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      reads.close();
      withoutLog.close();
      db.close();
      options.close();
    }
  }

  static StateFailed failed(RocksDBException e) {
    return new StateFailed("RocksDB failed: " + e.getMessage(), e);
  }
}
