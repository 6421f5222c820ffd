package dev.dcore.kernel.cluster.events;

import dev.dcore.kernel.transport.Address;

/// What [Events] wants done.
public sealed interface EventsEffect {
  record SendDatagram(Address to, EventMessage message) implements EventsEffect {}

  record SendStream(Address to, EventMessage message) implements EventsEffect {}

  /// In place of the last that was set. After this, one [EventsInput.RoundDue].
  record SetRound(long deadlineNanos) implements EventsEffect {}

  /// An event for the application; each once, the node's own included.
  record Happened(UserEvent event) implements EventsEffect {}

  /// @param refused why the event was not sent, in one sentence, or empty
  /// @param time its Lamport time, or 0
  record Sent(long ticket, String refused, long time) implements EventsEffect {}

  record Trace(EventsTrace event) implements EventsEffect {}
}
