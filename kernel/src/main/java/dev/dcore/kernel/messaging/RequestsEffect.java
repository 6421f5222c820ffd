package dev.dcore.kernel.messaging;

import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;

/// What [Requests] wants done.
public sealed interface RequestsEffect {
  /// @param id of the request, or 0 for a reply; comes back in [RequestsInput.StreamFull]
  record SendStream(Address to, long id, RequestMessage message) implements RequestsEffect {}

  /// After this, [RequestsInput.TimedOut] with the same id.
  record SetTimer(long id, long deadlineNanos) implements RequestsEffect {}

  record CancelTimer(long id) implements RequestsEffect {}

  record Completed(long ticket, Outcome outcome) implements RequestsEffect {}

  /// Somebody asks this node; the handler answers with [RequestsInput.Answered].
  record Serve(Caller caller, NodeId sender, String subject, byte[] body)
      implements RequestsEffect {}

  /// Who waits for an answer.
  record Caller(Address replyTo, long id) {}
}
