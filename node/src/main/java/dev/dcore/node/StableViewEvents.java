package dev.dcore.node;

import dev.dcore.kernel.cluster.stable.StableView;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The stable views that a node comes to hold, for one watcher, in order: first the one that it
/// holds already, if any. Thread-safe.
///
/// A watcher that falls behind misses the oldest of what it has not seen, which it can tell from
/// the numbers; each view is whole, so it needs only the last.
public final class StableViewEvents implements AutoCloseable {
  /// Views change rarely, and whoever is this far behind wants the last.
  static final int BUFFERED_MAX = 64;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<StableView> buffer = new ArrayDeque<>();
  private final Consumer<StableViewEvents> onClose;
  private boolean closed;

  StableViewEvents(Consumer<StableViewEvents> onClose) {
    this.onClose = onClose;
  }

  /// The next view; waits for it.
  ///
  /// @return null when the time is over, or when this or the node is closed, see [#isClosed]
  public @Nullable StableView poll(Duration timeout) throws InterruptedException {
    long remaining = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (buffer.isEmpty()) {
        if (closed || remaining <= 0) {
          return null;
        }
        remaining = arrived.awaitNanos(remaining);
      }
      return buffer.poll();
    } finally {
      lock.unlock();
    }
  }

  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /// Ends the watch; what is buffered can still be polled.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    onClose.accept(this);
  }

  void changed(StableView view) {
    lock.lock();
    try {
      if (!closed) {
        if (buffer.size() >= BUFFERED_MAX) {
          buffer.removeFirst();
        }
        buffer.add(view);
        arrived.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
