package dev.dcore.io.persistence;

import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.log.LogEffect;
import dev.dcore.kernel.persistence.log.LogReader;
import dev.dcore.kernel.persistence.log.LogRecord;
import dev.dcore.kernel.persistence.log.ReaderEffect;
import dev.dcore.kernel.persistence.log.ReaderInput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a [WriteAheadLog] from a sequence on, while it grows; never what is not durable. For one
/// thread at a time.
public final class LogCursor {
  private final CursorReads reads;
  private final Disk disk;
  private final long ticket;
  private final LogReader reader;
  private List<LogRecord> found = List.of();
  private boolean atEnd;
  private boolean asked;
  private LogEffect.@Nullable Corrupt damage;

  LogCursor(CursorReads reads, Disk disk, long ticket, LogReader reader) {
    this.reads = reads;
    this.disk = disk;
    this.ticket = ticket;
    this.reader = reader;
  }

  /// What comes next, in order; empty when all that is durable was read.
  ///
  /// @throws LogDamaged when what comes next is not as it was written
  /// @throws IOException when the log is closed
  public List<LogRecord> poll() throws IOException {
    reads.lock().lock();
    try {
      return advance();
    } finally {
      reads.lock().unlock();
    }
  }

  /// What comes next, in order; waits until there is something.
  ///
  /// @throws LogDamaged when what comes next is not as it was written
  /// @throws IOException when the log is closed
  public List<LogRecord> next() throws IOException, InterruptedException {
    reads.lock().lock();
    try {
      List<LogRecord> records = advance();
      while (records.isEmpty()) {
        reads.changed().await();
        records = advance();
      }
      return records;
    } finally {
      reads.lock().unlock();
    }
  }

  /// The sequence that it reads next. It jumps when the log dropped what was not read yet.
  public long position() {
    reads.lock().lock();
    try {
      return reader.next();
    } finally {
      reads.lock().unlock();
    }
  }

  private List<LogRecord> advance() throws IOException {
    found = List.of();
    atEnd = false;
    damage = null;
    ReaderInput input = new ReaderInput.Next();
    while (found.isEmpty() && !atEnd) {
      reads.checkOpen();
      reader.step(System.nanoTime(), input, this::onEffect);
      LogEffect.Corrupt damaged = damage;
      if (damaged != null) {
        throw new LogDamaged(damaged);
      }
      input = asked ? new ReaderInput.Disk(reads.await(ticket)) : new ReaderInput.Next();
      asked = false;
    }
    return found;
  }

  private void onEffect(ReaderEffect effect) {
    switch (effect) {
      case ReaderEffect.Operation(var operation) -> {
        asked = true;
        operation.carryOut(disk, ticket);
      }
      case ReaderEffect.Records(List<LogRecord> records) -> found = records;
      case ReaderEffect.AtEnd _ -> atEnd = true;
      case ReaderEffect.Dropped _ -> {
        // The reader goes on behind it; its position says so.
      }
      case ReaderEffect.Damaged(String file, long offset, long sequence, String reason) ->
          damage = new LogEffect.Corrupt(file, offset, sequence, reason);
    }
  }
}
