package dev.dcore.node;

import dev.dcore.kernel.persistence.broadcast.BroadcastBuffer;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// What happens, in order, for all who watch it: they share one window, each reads it at its own
/// pace, and who falls out of it continues from a snapshot. Thread-safe.
///
/// ```text
///   loop --publish--> window --poll--> watch
///     fell out of the window: the watch asks for a snapshot, which comes by resync; what is
///     published until then it does not see, because the snapshot contains it
/// ```
///
/// A snapshot is taken where things are published, so nothing is lost or seen twice.
final class Feed<T> {
  /// How soon a snapshot is wished for again when there was no room for the wish.
  private static final long RETRY_NANOS = 100_000_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final BroadcastBuffer<T> window;
  private final ToIntFunction<T> size;
  private @Nullable T latest;
  private boolean stopped;

  /// @param countMax whoever is this far behind wants to know how things are, not how they came
  ///   about
  /// @param size how much memory one of them takes, about
  Feed(int countMax, long bytesMax, ToIntFunction<T> size) {
    this.window = new BroadcastBuffer<>(0, countMax, bytesMax);
    this.size = size;
  }

  Optional<T> latest() {
    lock.lock();
    try {
      return Optional.ofNullable(latest);
    } finally {
      lock.unlock();
    }
  }

  /// A watch that begins with a snapshot.
  ///
  /// @param requestSnapshot makes [#resync] be called soon; false when there is no room for that
  FeedWatch<T> watch(Predicate<FeedWatch<T>> requestSnapshot) {
    return new FeedWatch<>(this, requestSnapshot);
  }

  /// A watch that begins with the latest, if there is any. What is published is whole, so that the
  /// latest is the snapshot too.
  FeedWatch<T> watchLatest() {
    FeedWatch<T> watch = watch(this::resyncWithLatest);
    resyncWithLatest(watch);
    return watch;
  }

  void publish(T next) {
    lock.lock();
    try {
      latest = next;
      window.append(next, size.applyAsInt(next));
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// @param snapshot contains all that was published so far
  void resync(FeedWatch<T> watch, T snapshot) {
    lock.lock();
    try {
      watch.resync(window, snapshot);
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Nothing more will happen, and every watch ends.
  void stop() {
    lock.lock();
    try {
      stopped = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void close(FeedWatch<T> watch) {
    lock.lock();
    try {
      watch.end(window);
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed(FeedWatch<T> watch) {
    lock.lock();
    try {
      return stopped || watch.ended();
    } finally {
      lock.unlock();
    }
  }

  @Nullable T poll(FeedWatch<T> watch, long nanos) throws InterruptedException {
    long remaining = nanos;
    lock.lockInterruptibly();
    try {
      while (true) {
        T next = watch.next(window);
        if (next != null || stopped || watch.ended()) {
          return next;
        }
        boolean refused = !watch.askIfBehind();
        T snapshot = watch.next(window);
        if (snapshot != null || remaining <= 0) {
          return snapshot;
        }
        long wait = refused ? Math.min(remaining, RETRY_NANOS) : remaining;
        remaining -= wait - arrived.awaitNanos(wait);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean resyncWithLatest(FeedWatch<T> watch) {
    lock.lock();
    try {
      watch.resync(window, latest);
      return true;
    } finally {
      lock.unlock();
    }
  }
}
