package dev.dcore.io.persistence;

import dev.dcore.kernel.persistence.DiskEvent;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The reads of a log's cursors, until each is fetched. Guarded by the log's lock.
final class CursorReads {
  private final ReentrantLock lock;
  private final Condition changed;
  private final Map<Long, DiskEvent> ended = new HashMap<>();
  private boolean closed;

  /// @param changed signalled with every completion of the disk
  CursorReads(ReentrantLock lock, Condition changed) {
    this.lock = lock;
    this.changed = changed;
  }

  ReentrantLock lock() {
    return lock;
  }

  void ended(DiskEvent event) {
    ended.put(event.ticket(), event);
  }

  void close() {
    closed = true;
  }

  void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("the log is closed");
    }
  }

  /// Signalled with whatever happens to the log.
  Condition changed() {
    return changed;
  }

  /// The read of this ticket, when it has ended.
  DiskEvent await(long ticket) throws IOException {
    DiskEvent event = ended.remove(ticket);
    while (event == null) {
      checkOpen();
      changed.awaitUninterruptibly();
      event = ended.remove(ticket);
    }
    return event;
  }
}
