package dev.dcore.io.persistence;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The two threads of a disk, and the order of its operations: one after another, but that moves of
/// bytes go on while a sync is under way.
///
/// Both threads do the same (leader and follower): whoever has written what a sync waits for does
/// that sync as well, and only what comes in the meantime wakes the other one. So a lone append
/// costs one hand-off there and one back, and a busy log still writes while it syncs.
final class DiskWorkers {
  /// How an operation goes with others.
  enum Kind {
    /// May run while a sync is under way.
    MOVE,
    /// One at a time; waits for all that was asked for before it.
    SYNC,
    /// Waits for all that was asked for before it, and nothing passes it.
    BARRIER
  }

  private record Operation(Kind kind, Runnable action) {}

  /// One to sync, one to write meanwhile.
  private static final int WORKERS = 2;

  /// After this long with nothing to do a thread ends.
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final String name;
  private final int operationsMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition ended = lock.newCondition();
  // Guarded by the lock.
  private final ArrayDeque<Operation> waiting = new ArrayDeque<>();
  private int workers;
  private int idle;
  private boolean moving;
  private boolean syncing;
  private boolean closed;
  private @Nullable Runnable last;

  DiskWorkers(String name, int operationsMax) {
    this.name = name;
    this.operationsMax = operationsMax;
  }

  /// @return false when it is closed or too many operations wait
  boolean submit(Kind kind, Runnable action) {
    lock.lock();
    try {
      if (closed || waiting.size() >= operationsMax) {
        return false;
      }
      waiting.add(new Operation(kind, action));
      if (!ownsThread()) {
        offerToAnother();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Whether this is one of its threads.
  boolean ownsThread() {
    return Thread.currentThread() instanceof Worker own && own.disk == this;
  }

  /// Takes nothing more and drops what waits.
  ///
  /// @param action runs on a worker when the operations under way have ended
  void close(Runnable action) {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
      last = action;
      changed.signalAll();
      if (workers == 0) {
        start();
      }
    } finally {
      lock.unlock();
    }
  }

  /// @return whether all threads ended in time
  boolean awaitClosed(Duration most) throws InterruptedException {
    long nanos = most.toNanos();
    lock.lock();
    try {
      while (workers > 0) {
        if (nanos <= 0) {
          return false;
        }
        nanos = ended.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean ready(@Nullable Operation head) {
    if (head == null) {
      return false;
    }
    return switch (head.kind) {
      case MOVE -> !moving;
      case SYNC, BARRIER -> !moving && !syncing;
    };
  }

  /// Gives the head of the queue to a thread that has nothing to do, if it can be begun.
  private void offerToAnother() {
    if (ready(waiting.peek())) {
      if (idle > 0) {
        changed.signal();
      } else if (workers < WORKERS) {
        start();
      }
    }
  }

  private void start() {
    workers++;
    Worker worker = new Worker();
    worker.setName("dcore-disk-" + name);
    worker.setDaemon(true);
    worker.start();
  }

  private final class Worker extends Thread {
    private final DiskWorkers disk = DiskWorkers.this;

    @Override
    public void run() {
      lock.lock();
      try {
        while (awaitReady()) {
          Operation next = waiting.remove();
          occupy(next.kind, true);
          offerToAnother();
          lock.unlock();
          try {
            next.action.run();
          } finally {
            lock.lock();
            occupy(next.kind, false);
          }
        }
        if (closed && workers == 1) {
          finish();
        }
      } finally {
        workers--;
        changed.signalAll();
        ended.signalAll();
        lock.unlock();
      }
    }

    /// @return false when this thread shall end
    private boolean awaitReady() {
      long nanos = IDLE.toNanos();
      while (!ready(waiting.peek())) {
        if (closed || nanos <= 0) {
          return false;
        }
        idle++;
        try {
          nanos = changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
          // It waits on: with the flag set, Java would close the file that it writes next.
        } finally {
          idle--;
        }
      }
      return true;
    }

    private void occupy(Kind kind, boolean busy) {
      if (kind == Kind.SYNC) {
        syncing = busy;
      } else {
        moving = busy;
      }
    }

    private void finish() {
      Runnable action = last;
      last = null;
      if (action != null) {
        action.run();
      }
    }
  }
}
