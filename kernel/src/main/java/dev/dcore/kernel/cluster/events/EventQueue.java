package dev.dcore.kernel.cluster.events;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The events that this node still passes on, each a bounded number of times, those sent least
/// first; a coalesced one replaces the last of its name. Confined to its node's loop.
final class EventQueue {
  /// An own event beyond it is refused, so that an application feels the back-pressure; one of
  /// others displaces what was sent most, which most have heard. At a datagram a round it is what
  /// two or three seconds carry.
  static final int EVENTS_MAX = 128;

  private static final class Entry {
    final UserEvent event;
    int sent;

    Entry(UserEvent event) {
      this.event = event;
    }
  }

  private final Map<Object, Entry> entries = new LinkedHashMap<>();

  /// Whether an own event would be taken.
  boolean hasRoom(String name, boolean coalesced) {
    return entries.size() < EVENTS_MAX || (coalesced && entries.containsKey(name));
  }

  /// @return what was displaced by it and is passed on no more; empty but for an overflow
  List<UserEvent> add(UserEvent event) {
    List<UserEvent> displaced = new ArrayList<>();
    entries.remove(key(event));
    if (entries.size() >= EVENTS_MAX) {
      Entry most = entries.values().stream().max(BY_SENT).orElseThrow();
      entries.remove(key(most.event));
      displaced.add(most.event);
    }
    entries.put(key(event), new Entry(event));
    return displaced;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  void clear() {
    entries.clear();
  }

  /// Takes what fits, and counts it as sent.
  ///
  /// @param sendsMax after so many an event is passed on no more
  List<UserEvent> take(int budgetBytes, int sendsMax) {
    List<Entry> inOrder = new ArrayList<>(entries.values());
    inOrder.sort(BY_SENT);
    List<UserEvent> taken = new ArrayList<>();
    int left = budgetBytes;
    for (Entry entry : inOrder) {
      if (entry.event.bytesMax() <= left) {
        left -= entry.event.bytesMax();
        taken.add(entry.event);
        entry.sent++;
        if (entry.sent >= sendsMax) {
          entries.remove(key(entry.event));
        }
      }
    }
    return taken;
  }

  private static final Comparator<Entry> BY_SENT = Comparator.comparingInt(entry -> entry.sent);

  private static Object key(UserEvent event) {
    return event.coalesced() ? event.name() : new Key(event.origin(), event.number());
  }

  private record Key(Object origin, long number) {}
}
