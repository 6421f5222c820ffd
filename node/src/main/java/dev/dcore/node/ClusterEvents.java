package dev.dcore.node;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The events that members send, for one watcher, in the order in which this node heard them.
/// Thread-safe; one thread at a time should poll.
///
/// What a watcher that falls behind by a thousand misses is lost: [#lost] says so.
public final class ClusterEvents implements AutoCloseable {
  private final Watch<MemberChange> changes;
  private volatile int resyncs;

  ClusterEvents(Watch<MemberChange> changes) {
    this.changes = changes;
  }

  /// The next event; waits for it.
  ///
  /// @return null when the time is over, or when this or the node is closed
  public @Nullable ClusterEvent poll(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      switch (changes.poll(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
        case null -> {
          return null;
        }
        case MemberChange.Told(var _, ClusterEvent event) -> {
          return event;
        }
        case MemberChange.Resync _ -> onResync();
        case MemberChange.Changed _ -> {}
      }
    }
  }

  /// Whether this watcher fell so far behind that it missed something.
  public boolean lost() {
    return resyncs > 1;
  }

  public boolean isClosed() {
    return changes.isClosed();
  }

  @Override
  public void close() {
    changes.close();
  }

  /// The first is the beginning.
  private synchronized void onResync() {
    resyncs++;
  }
}
