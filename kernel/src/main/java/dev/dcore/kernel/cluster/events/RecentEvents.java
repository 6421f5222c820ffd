package dev.dcore.kernel.cluster.events;

import dev.dcore.kernel.base.Mix;
import dev.dcore.kernel.identity.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The last events that there were, for members that were cut off when they went round. All members
/// keep the same ones, whatever the order in which they heard of them. Confined to its node's loop.
final class RecentEvents {
  /// As many as go round at once.
  static final int EVENTS_MAX = EventQueue.EVENTS_MAX;

  /// Nobody waits longer for an event; and so long after the last of them nothing is asked any
  /// more.
  static final long AGE_NANOS_MAX = Duration.ofMinutes(10).toNanos();

  /// @param sinceNanos when it went round first, as far as this node can tell
  private record Held(UserEvent event, long sinceNanos) {}

  /// In the one order of all, so that all give up the same.
  private static final Comparator<UserEvent> ORDER =
      Comparator.comparingLong(UserEvent::time)
          .thenComparing(UserEvent::origin)
          .thenComparingLong(UserEvent::number);

  private final TreeMap<UserEvent, Held> held = new TreeMap<>(ORDER);
  private final Map<String, UserEvent> coalesced = new LinkedHashMap<>();

  /// Of coalesced ones only the last of a name counts.
  void add(UserEvent event, long sinceNanos) {
    if (event.coalesced()) {
      UserEvent last = coalesced.get(event.name());
      if (last != null && !event.isAfter(last)) {
        return;
      }
      coalesced.put(event.name(), event);
      if (last != null) {
        held.remove(last);
      }
    }
    held.put(event, new Held(event, sinceNanos));
    if (held.size() > EVENTS_MAX) {
      forget(held.firstKey());
    }
  }

  /// Forgets those that are too old.
  void expire(long nowNanos) {
    List<UserEvent> old = new ArrayList<>();
    for (Held each : held.values()) {
      if (nowNanos - each.sinceNanos > AGE_NANOS_MAX) {
        old.add(each.event);
      }
    }
    old.forEach(this::forget);
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  /// The same for the same events.
  long digest() {
    long digest = 0;
    for (UserEvent each : held.keySet()) {
      NodeId origin = each.origin();
      digest += Mix.finish(Mix.combine(Mix.combine(origin.high(), origin.low()), each.number()));
    }
    return digest;
  }

  List<EventMessage.Name> names() {
    return held.keySet().stream().map(EventMessage.Name::of).toList();
  }

  /// The oldest first: that is the order in which an origin's events are told apart.
  List<EventMessage.Old> without(List<EventMessage.Name> theirs, long nowNanos) {
    Set<EventMessage.Name> known = new LinkedHashSet<>(theirs);
    List<EventMessage.Old> missing = new ArrayList<>();
    for (Held each : held.values()) {
      if (!known.contains(EventMessage.Name.of(each.event))) {
        missing.add(new EventMessage.Old(each.event, Math.max(0, nowNanos - each.sinceNanos)));
      }
    }
    return missing;
  }

  boolean holdsAll(List<EventMessage.Name> theirs) {
    return new LinkedHashSet<>(names()).containsAll(theirs);
  }

  private void forget(UserEvent event) {
    held.remove(event);
    coalesced.remove(event.name(), event);
  }
}
