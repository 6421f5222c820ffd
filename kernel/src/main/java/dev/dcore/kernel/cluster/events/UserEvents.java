package dev.dcore.kernel.cluster.events;

import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.NodeIdentity;
import java.util.LinkedHashMap;
import java.util.Map;

/// The events of one life of a node: makes its own, and tells of each that arrives whether it is
/// news. Confined to its node's loop.
final class UserEvents {
  /// What is kept of a name is its last event. Beyond this many names the one that was silent
  /// longest is forgotten, and an older event of it could arrive after a newer one.
  static final int NAMES_MAX = 1_024;

  private final NodeIdentity self;
  private final HeardEvents heard = new HeardEvents();
  private final Map<String, UserEvent> lastByName = new LinkedHashMap<>(16, 0.75f, true);
  private long time;
  private long number;

  UserEvents(NodeIdentity self) {
    this.self = self;
    this.number = Incarnation.ofBoot(self.boot());
  }

  /// A new event of this node, later than all that it has heard; it counts as heard.
  ///
  /// @throws IllegalArgumentException in one sentence for people, when it cannot be
  UserEvent make(String name, byte[] payload, boolean coalesced) {
    UserEvent made =
        new UserEvent(
            self.id(),
            number + 1,
            Math.min(time + 1, UserEvent.TIME_MAX),
            name,
            payload.clone(),
            coalesced);
    number++;
    hear(made);
    return made;
  }

  /// @return whether it is to be passed on and given to the application: it was not heard before,
  ///   and if it is coalesced, none of its name that is later was
  boolean hear(UserEvent event) {
    hear(event.time());
    return heard.add(event.origin(), event.number())
        && (!event.coalesced() || isLastOfItsName(event));
  }

  /// It is at least this late.
  void hear(long said) {
    time = Math.max(time, said);
  }

  /// The Lamport time of the last event.
  long time() {
    return time;
  }

  private boolean isLastOfItsName(UserEvent event) {
    UserEvent last = lastByName.get(event.name());
    if (last != null && !event.isAfter(last)) {
      return false;
    }
    lastByName.put(event.name(), event);
    if (lastByName.size() > NAMES_MAX) {
      lastByName.remove(lastByName.keySet().iterator().next());
    }
    return true;
  }
}
