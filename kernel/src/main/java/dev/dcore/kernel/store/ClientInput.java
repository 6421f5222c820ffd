package dev.dcore.kernel.store;

import dev.dcore.kernel.identity.NodeId;
import java.util.List;

/// What happens to a [Client].
public sealed interface ClientInput {
  /// Who may lead: asked in turn while no leader is known.
  record Nodes(List<NodeId> nodes) implements ClientInput {
    public Nodes {
      nodes = List.copyOf(nodes);
    }
  }

  /// Somebody said who leads.
  record Leader(NodeId leader) implements ClientInput {}

  /// Carry out a command, once. Ends with [ClientEffect.Completed], once.
  record Submit(long ticket, byte[] command, long timeoutNanos) implements ClientInput {}

  /// Answer a question. Ends with [ClientEffect.Completed], once.
  record Ask(long ticket, byte[] query, ReadLevel level, long timeoutNanos)
      implements ClientInput {}

  /// Asks the leader's [Companion], perhaps more than once. Ends with [ClientEffect.Completed],
  /// once.
  record AskLeader(long ticket, byte[] question, long timeoutNanos) implements ClientInput {}

  /// Answers [ClientEffect.Call].
  record Replied(long call, ClientReply reply) implements ClientInput {}

  /// The time of the last [ClientEffect.WakeAt] has come.
  record Wake() implements ClientInput {}
}
