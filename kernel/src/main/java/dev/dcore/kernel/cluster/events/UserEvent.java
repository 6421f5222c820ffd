package dev.dcore.kernel.cluster.events;

import dev.dcore.kernel.cluster.MemberName;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.NodeId;
import java.util.Arrays;

/// One thing that an application told the cluster.
///
/// @param origin who sent it
/// @param number counts the origin's events: its boot above, a counter below, as an incarnation
///   does; with the origin it names the event
/// @param time the origin's Lamport time, above that of every event that it had heard ("Time,
///   Clocks, and the Ordering of Events in a Distributed System", CACM 21(7), 1978)
/// @param name what it is about; letters, digits and `. _ -`
/// @param payload not modified by anybody
/// @param coalesced whether it replaces older ones of its name, which then need not arrive
public record UserEvent(
    NodeId origin, long number, long time, String name, byte[] payload, boolean coalesced) {
  /// As in Serf. An event is passed on by every member, and shares datagrams with others.
  public static final int PAYLOAD_BYTES_MAX = 512;

  /// So that every JSON reader holds it exactly.
  public static final long TIME_MAX = (1L << 53) - 1;

  /// Id, numbers and the headers of fields.
  private static final int FIXED_BYTES_MAX = 48;

  /// @throws IllegalArgumentException in one sentence for people
  public UserEvent {
    MemberName.require("an event's name", name);
    if (payload.length > PAYLOAD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "an event's payload has "
              + payload.length
              + " bytes; at most "
              + PAYLOAD_BYTES_MAX
              + " are passed on: send what is larger by another way, and its place by event");
    }
    if (origin.equals(NodeId.NONE) || !Incarnation.valid(number)) {
      throw new IllegalArgumentException("an event has an origin and a number");
    }
    if (time <= 0 || time > TIME_MAX) {
      throw new IllegalArgumentException("an event's time is out of range");
    }
  }

  /// An upper bound of its encoded size, in bytes; names are ASCII.
  public int bytesMax() {
    return FIXED_BYTES_MAX + name.length() + payload.length;
  }

  /// Whether it comes after the other in the one order that all members give to events: by time,
  /// and by origin at one time. Of one origin, the later is the later whatever its clock said.
  public boolean isAfter(UserEvent other) {
    if (origin.equals(other.origin)) {
      return number > other.number;
    }
    return time != other.time ? time > other.time : origin.compareTo(other.origin) > 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UserEvent event
        && event.origin.equals(origin)
        && event.number == number
        && event.time == time
        && event.name.equals(name)
        && event.coalesced == coalesced
        && Arrays.equals(event.payload, payload);
  }

  @Override
  public int hashCode() {
    return origin.hashCode() * 31 + Long.hashCode(number);
  }
}
