package dev.dcore.node;

import dev.dcore.kernel.cluster.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The changes of the members, and the events that applications send, for one watcher, in order,
/// with a bounded buffer. Thread-safe.
///
/// ```text
///   loop --changed--> buffer --poll--> watcher
///     full: the buffer is emptied; the next poll asks the loop for a snapshot, which becomes the
///     one Resync in the buffer; until it comes, changes are dropped, because it contains them
/// ```
///
/// The snapshot is taken on the loop, as the changes are, so nothing is lost or seen twice.
public final class MemberEvents implements AutoCloseable {
  /// A watcher that is this far behind wants to know how things are, not how they came about; a
  /// change takes some 200 bytes.
  static final int BUFFERED_MAX = 1_024;

  /// How soon a snapshot is wished for again when the loop had no room for the wish.
  private static final long RETRY_NANOS = 100_000_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<MemberChange> buffer = new ArrayDeque<>();
  private final int bufferedMax;
  private final Predicate<MemberEvents> requestSnapshot;
  private final Consumer<MemberEvents> onClose;
  private boolean stale = true;
  private boolean requested;
  private boolean closed;

  /// @param requestSnapshot makes the loop call [#resync] soon; false when it has no room for that
  MemberEvents(
      int bufferedMax, Predicate<MemberEvents> requestSnapshot, Consumer<MemberEvents> onClose) {
    this.bufferedMax = bufferedMax;
    this.requestSnapshot = requestSnapshot;
    this.onClose = onClose;
  }

  /// The next change; waits for it.
  ///
  /// @return null when the time is over, or when this or the node is closed, see [#isClosed]
  public @Nullable MemberChange poll(Duration timeout) throws InterruptedException {
    long remaining = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (buffer.isEmpty()) {
        if (closed || remaining <= 0) {
          return null;
        }
        if (stale && !requested) {
          requested = requestSnapshot.test(this);
        }
        long wait = stale && !requested ? Math.min(remaining, RETRY_NANOS) : remaining;
        remaining -= wait - arrived.awaitNanos(wait);
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

  /// On the loop.
  void changed(MemberChange change) {
    lock.lock();
    try {
      if (stale || closed) {
        return;
      }
      if (buffer.size() >= bufferedMax) {
        buffer.clear();
        stale = true;
        requested = false;
      } else {
        buffer.add(change);
      }
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// On the loop.
  void resync(List<Member> members) {
    lock.lock();
    try {
      if (stale && !closed) {
        stale = false;
        buffer.add(new MemberChange.Resync(Instant.now(), members));
        arrived.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
