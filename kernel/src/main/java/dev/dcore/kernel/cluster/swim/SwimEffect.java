package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;
import org.jspecify.annotations.Nullable;

/// What [Swim] wants done.
public sealed interface SwimEffect {
  record SendDatagram(Address to, SwimMessage message) implements SwimEffect {}

  record SendStream(Address to, SwimMessage message) implements SwimEffect {}

  /// Sets or moves a timer.
  record SetTimer(SwimTimer timer, long deadlineNanos) implements SwimEffect {}

  record CancelTimer(SwimTimer timer) implements SwimEffect {}

  /// A member says that this one mostly does not answer it directly, see [Doubting].
  ///
  /// @param doubter this node itself, or another whose doubt it heard of; each of its doubts once
  record Doubted(NodeId target, long incarnation, NodeId doubter) implements SwimEffect {}

  /// A peer holds another stable view than this node.
  ///
  /// @param mark of the peer's, or 0 when it holds none
  record PeerMarked(NodeId peer, int mark) implements SwimEffect {}

  /// The view changed.
  record MemberChanged(MemberEvent event) implements SwimEffect {}

  /// @param detail why, in one sentence, or empty
  record PhaseChanged(Phase phase, String detail) implements SwimEffect {}

  /// Another living member has this node's name by right; this node has said goodbye and stops.
  record NameLost(String reason) implements SwimEffect {}

  /// @param evidence what this node knows of that member, or null when it knows no such member
  record EvidenceFound(long ticket, @Nullable Evidence evidence) implements SwimEffect {}

  record Trace(SwimTrace event) implements SwimEffect {}
}
