package dev.dcore.node;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What happens, for one watcher, in order and at its own pace. A watcher that falls behind gets
/// how things are now instead of what it missed, or is told to read it, and then what follows.
/// Close it when done. Thread-safe.
public interface Watch<T> extends AutoCloseable {
  /// What happened next; waits for it.
  ///
  /// @return null when the time is over, or when this or the node is closed, see [#isClosed]
  @Nullable T poll(Duration timeout) throws InterruptedException;

  boolean isClosed();

  /// Ends the watch; what happened before can still be polled.
  @Override
  void close();
}
