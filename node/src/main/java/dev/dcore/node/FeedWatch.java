package dev.dcore.node;

import dev.dcore.kernel.persistence.broadcast.BroadcastBuffer;
import dev.dcore.kernel.persistence.broadcast.Cursor;
import dev.dcore.kernel.persistence.broadcast.Reading;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A watch of what a [Feed] publishes, which keeps its place in the feed's window.
final class FeedWatch<T> implements Watch<T> {
  private final Feed<T> feed;
  private final Predicate<FeedWatch<T>> requestSnapshot;

  // What follows is guarded by the feed's lock.
  private @Nullable Cursor cursor;
  private @Nullable Cursor end;
  private @Nullable T snapshot;
  private boolean asked;

  FeedWatch(Feed<T> feed, Predicate<FeedWatch<T>> requestSnapshot) {
    this.feed = feed;
    this.requestSnapshot = requestSnapshot;
  }

  @Override
  public @Nullable T poll(Duration timeout) throws InterruptedException {
    return feed.poll(this, timeout.toNanos());
  }

  @Override
  public boolean isClosed() {
    return feed.isClosed(this);
  }

  @Override
  public void close() {
    feed.close(this);
  }

  void resync(BroadcastBuffer<T> window, @Nullable T state) {
    if (cursor == null && end == null) {
      cursor = window.end();
      snapshot = state;
    }
  }

  void end(BroadcastBuffer<T> window) {
    if (end == null) {
      end = window.end();
    }
  }

  boolean ended() {
    return end != null;
  }

  /// @return false when a snapshot is needed and there was no room for the wish
  boolean askIfBehind() {
    if (cursor == null && !asked) {
      asked = requestSnapshot.test(this);
      return asked;
    }
    return true;
  }

  /// @return null when there is nothing yet, or when a snapshot is needed
  @Nullable T next(BroadcastBuffer<T> window) {
    T state = snapshot;
    if (state != null) {
      snapshot = null;
      return state;
    }
    Cursor at = cursor;
    if (at == null || at.equals(end)) {
      return null;
    }
    return switch (window.read(at, 1)) {
      case Reading.Messages<T>(var messages, Cursor next) -> {
        cursor = next;
        yield messages.isEmpty() ? null : messages.getFirst();
      }
      case Reading.Gap<T> _ -> {
        cursor = null;
        asked = false;
        yield null;
      }
    };
  }
}
