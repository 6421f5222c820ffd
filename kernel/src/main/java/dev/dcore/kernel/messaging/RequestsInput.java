package dev.dcore.kernel.messaging;

import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;

/// What happens to [Requests].
public sealed interface RequestsInput {
  /// The first input, once: ids of two boots must not meet, or an answer to the last life would
  /// pass for one to this.
  record Start(long boot) implements RequestsInput {}

  /// Ends with exactly one [RequestsEffect.Completed] with this ticket.
  record Call(
      long ticket, NodeId to, Address address, String subject, byte[] body, long timeoutNanos)
      implements RequestsInput {}

  record Received(NodeId sender, RequestMessage message) implements RequestsInput {}

  /// A handler's answer to [RequestsEffect.Serve].
  record Answered(RequestsEffect.Caller caller, Outcome outcome) implements RequestsInput {}

  record TimedOut(long id) implements RequestsInput {}

  /// The member died, left, or restarted and forgot: nobody will answer.
  record MemberGone(NodeId member, String why) implements RequestsInput {}

  /// The stream had no room for the request of this id, which was not sent.
  record StreamFull(long id) implements RequestsInput {}

  record StreamClosed(Address to, String reason) implements RequestsInput {}
}
