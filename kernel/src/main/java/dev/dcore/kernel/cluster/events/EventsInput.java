package dev.dcore.kernel.cluster.events;

import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.transport.Address;

/// What happens to [Events].
public sealed interface EventsInput {
  /// The first input, once.
  record Start(NodeIdentity identity) implements EventsInput {}

  /// Ends with exactly one [EventsEffect.Sent] with this ticket.
  record Send(long ticket, String name, byte[] payload, boolean coalesced) implements EventsInput {}

  /// @param from where it came from, which is where an answer goes: for what travels on streams and
  ///   for [EventMessage.Recent] a member's address, else the datagram's
  record Received(Address from, EventMessage message) implements EventsInput {}

  /// The time of [EventsEffect.SetRound] has come.
  record RoundDue() implements EventsInput {}
}
