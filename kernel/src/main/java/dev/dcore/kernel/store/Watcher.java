package dev.dcore.kernel.store;

import dev.dcore.kernel.persistence.state.KeyRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Who watches a range, and what waits for it: revisions that rise, each whole.
final class Watcher {
  final long id;

  /// In the state machine's own keys.
  final KeyRange range;

  private final Deque<Pending> backlog = new ArrayDeque<>();
  private long from;
  private int events;
  private long bytes;

  /// What waits of one revision.
  private record Pending(long revision, boolean resync, List<KvEvent> events) {}

  /// @param from the first revision of interest
  Watcher(long id, KeyRange range, long from) {
    this.id = id;
    this.range = range;
    this.from = from;
  }

  long from() {
    return from;
  }

  int events() {
    return events;
  }

  long bytes() {
    return bytes;
  }

  boolean waits() {
    return !backlog.isEmpty();
  }

  void add(KvEvent event) {
    long revision = event.item().revision();
    Pending last = backlog.peekLast();
    if (last == null || last.resync() || last.revision() != revision) {
      last = new Pending(revision, false, new ArrayList<>());
      backlog.add(last);
    }
    last.events().add(event);
    events++;
    bytes += bytes(event);
  }

  /// What waits is not to be had; what is behind that revision will be.
  void resync(long revision) {
    backlog.clear();
    events = 0;
    bytes = 0;
    from = revision + 1;
    backlog.add(new Pending(revision, true, List.of()));
  }

  /// Takes what waits, up to a number of events, and one revision in any case.
  List<WatchNotice> take(int eventsMax) {
    List<WatchNotice> taken = new ArrayList<>();
    int left = eventsMax;
    while (!backlog.isEmpty() && (taken.isEmpty() || backlog.element().events().size() <= left)) {
      Pending next = backlog.remove();
      left -= next.events().size();
      events -= next.events().size();
      for (KvEvent event : next.events()) {
        bytes -= bytes(event);
      }
      taken.add(
          next.resync()
              ? new WatchNotice.Resync(next.revision())
              : new WatchNotice.Events(next.revision(), next.events()));
    }
    return taken;
  }

  private static long bytes(KvEvent event) {
    return (long) event.item().key().length + event.item().value().length;
  }
}
