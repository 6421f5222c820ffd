package dev.dcore.node;

import dev.dcore.kernel.store.WatchNotice;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What becomes of replicated keys, as this node's replica carries it out: every change from the
/// first revision on, once, in order, and all of a revision together; or a [WatchNotice.Resync],
/// after which the watcher reads the keys and goes on behind the revision that it read. There is no
/// gap that it is not told of.
///
/// What waits is bounded at the replica; a slow watcher is told to resync. A watch that was broken
/// off, as by the end of this node, goes on at any other from the revision behind the last one.
public final class KeyWatch implements Watch<WatchNotice> {
  private final Group group;
  private final long watch;
  private final long position;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();

  // What follows is guarded by the lock.
  private final Deque<WatchNotice> taken = new ArrayDeque<>();
  private boolean asked;
  private boolean closed;

  KeyWatch(Group group, long watch, long position) {
    this.group = group;
    this.watch = watch;
    this.position = position;
  }

  /// The revision of this node's state when the watch began; one that begins at 0 hears of what is
  /// behind it.
  public long position() {
    return position;
  }

  @Override
  public @Nullable WatchNotice poll(Duration timeout) throws InterruptedException {
    long remaining = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (true) {
        WatchNotice next = taken.poll();
        if (next != null || closed) {
          return next;
        }
        if (!asked) {
          asked = true;
          var _ = group.notices(watch).whenComplete(this::onTaken);
          continue; // It may have failed at once.
        }
        if (remaining <= 0) {
          return null;
        }
        remaining = arrived.awaitNanos(remaining);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    group.endWatch(watch);
  }

  private void onTaken(@Nullable List<WatchNotice> notices, @Nullable Throwable failure) {
    lock.lock();
    try {
      asked = false;
      if (notices != null) {
        taken.addAll(notices);
      }
      closed |= failure != null;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
