package dev.dcore.node;

import dev.dcore.kernel.cluster.stable.StableView;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The stable view that a node holds, and who watches it. Thread-safe.
final class StableViews {
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<StableViewEvents> watchers = new LinkedHashSet<>();
  private @Nullable StableView held;
  private boolean stopped;

  Optional<StableView> held() {
    lock.lock();
    try {
      return Optional.ofNullable(held);
    } finally {
      lock.unlock();
    }
  }

  StableViewEvents watch() {
    StableViewEvents events = new StableViewEvents(this::forget);
    lock.lock();
    try {
      if (!stopped) {
        watchers.add(events);
        if (held != null) {
          events.changed(held);
        }
        return events;
      }
    } finally {
      lock.unlock();
    }
    events.close();
    return events;
  }

  /// On the loop.
  void changed(StableView view) {
    lock.lock();
    try {
      held = view;
      watchers.forEach(watcher -> watcher.changed(view));
    } finally {
      lock.unlock();
    }
  }

  /// The loop is gone.
  void stop() {
    List<StableViewEvents> open;
    lock.lock();
    try {
      stopped = true;
      open = List.copyOf(watchers);
    } finally {
      lock.unlock();
    }
    open.forEach(StableViewEvents::close);
  }

  private void forget(StableViewEvents watcher) {
    lock.lock();
    try {
      watchers.remove(watcher);
    } finally {
      lock.unlock();
    }
  }
}
