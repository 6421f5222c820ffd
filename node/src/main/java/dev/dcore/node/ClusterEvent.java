package dev.dcore.node;

import dev.dcore.kernel.cluster.events.UserEvent;
import java.util.Arrays;

/// Something that an application told the cluster.
///
/// @param time its Lamport time: an event that its sender had heard of before has a lower one
/// @param origin the name of the member that sent it
/// @param coalesced whether it replaces older ones of its name
/// @param payload a copy of its own
public record ClusterEvent(
    String name, byte[] payload, long time, String origin, boolean coalesced) {
  static ClusterEvent of(UserEvent event, String origin) {
    return new ClusterEvent(
        event.name(), event.payload().clone(), event.time(), origin, event.coalesced());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClusterEvent event
        && event.name.equals(name)
        && Arrays.equals(event.payload, payload)
        && event.time == time
        && event.origin.equals(origin)
        && event.coalesced == coalesced;
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + Long.hashCode(time);
  }
}
