package dev.dcore.kernel.runtime;

import dev.dcore.kernel.identity.Metadata;

/// What whoever embeds the node asks of it.
public sealed interface Command {
  /// Ends with [Delivery.PhaseChanged] to `DOWN`.
  record Leave() implements Command {}

  record SetMetadata(Metadata metadata) implements Command {}

  /// Answered by [Delivery.Members], within the same step.
  record ListMembers(long ticket) implements Command {}

  /// Answered by [Delivery.Explained], once.
  ///
  /// @param member a name or an id
  record Explain(long ticket, String member) implements Command {}
}
