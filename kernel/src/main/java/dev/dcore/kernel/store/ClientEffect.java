package dev.dcore.kernel.store;

import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.messaging.Outcome;

/// What a [Client] wants done.
public sealed interface ClientEffect {
  /// Ask that node; answered by [ClientInput.Replied] with the same number, once or never.
  ///
  /// @param to [NodeId#NONE] for this node's own replica
  record Call(long call, NodeId to, ClientCall what) implements ClientEffect {}

  /// A later one replaces it.
  record WakeAt(long nanos) implements ClientEffect {}

  /// @param outcome its body is the state machine's result
  record Completed(long ticket, Outcome outcome) implements ClientEffect {}
}
