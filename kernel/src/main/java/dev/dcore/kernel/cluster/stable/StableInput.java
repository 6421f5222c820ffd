package dev.dcore.kernel.cluster.stable;

import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.NodeIdentity;

/// What happens to [Stable].
public sealed interface StableInput {
  /// The first input, once.
  record Start(NodeIdentity identity) implements StableInput {}

  /// The weak view changed.
  record MemberChanged(MemberEvent event) implements StableInput {}

  /// This node's own lifecycle went on.
  record PhaseChanged(Phase phase) implements StableInput {}

  /// Somebody could not reach a member directly for a while, though others perhaps could.
  ///
  /// @param accuser who says so
  /// @param incarnation in which the accuser knows the target
  record Doubted(NodeId accuser, NodeId target, long incarnation) implements StableInput {}

  /// A peer's ping or answer says that it holds another view than this node.
  ///
  /// @param mark of its view, see [StableView#mark]; 0 when it holds none
  record PeerMarked(NodeId peer, int mark) implements StableInput {}

  /// @param sender the frame's sender
  record Received(NodeId sender, StableMessage message) implements StableInput {}

  record TimerFired(StableTimer timer) implements StableInput {}
}
