package dev.dcore.kernel.store;

import java.util.List;

/// What a watcher hears, in the order of revisions.
public sealed interface WatchNotice {
  long revision();

  /// All that happened in its range at one revision, in the order of keys.
  record Events(long revision, List<KvEvent> events) implements WatchNotice {
    public Events {
      events = List.copyOf(events);
    }
  }

  /// Some of what happened up to this revision is not to be had any more: the watcher reads its
  /// range, and goes on with what is behind the revision that it read.
  record Resync(long revision) implements WatchNotice {}
}
