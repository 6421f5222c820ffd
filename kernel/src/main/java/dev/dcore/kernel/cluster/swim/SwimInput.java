package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.seeding.Snapshot;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.transport.Address;
import java.util.List;

/// What happens to [Swim].
public sealed interface SwimInput {
  /// The first input, once: the identity is on disk, in both slots.
  ///
  /// @param remembered what this directory knows from before
  record Start(NodeIdentity identity, Snapshot remembered) implements SwimInput {}

  /// @param sender the frame's sender
  /// @param from where its datagram came from, which is where the answer goes
  record Received(NodeId sender, Address from, SwimMessage message) implements SwimInput {}

  /// @param deadlineNanos when it should have fired; much earlier than now when this process was
  ///   paused
  record TimerFired(SwimTimer timer, long deadlineNanos) implements SwimInput {}

  /// The stream to this peer could not be opened, or broke.
  record StreamClosed(Address to, String reason) implements SwimInput {}

  record SetMetadata(Metadata metadata) implements SwimInput {}

  /// What files and name servers name as seeds now. It may come before [Start].
  ///
  /// @param trouble why one of them names none, in one sentence, or empty
  record SeedsFound(List<Address> seeds, String trouble) implements SwimInput {}

  /// An operator wants this node to be with that one, and with all that it is with.
  record Join(Address member) implements SwimInput {}

  /// This node wants no new work, or takes it again.
  record Drain(boolean on) implements SwimInput {}

  /// An operator says that this member is gone for good.
  record ForceLeave(NodeId member) implements SwimInput {}

  /// This node holds another stable view.
  record StableMark(int mark) implements SwimInput {}

  /// Tell the others, then stop.
  record Leave() implements SwimInput {}

  /// Answered by [SwimEffect.EvidenceFound].
  ///
  /// @param member a name or an id
  record FindEvidence(long ticket, String member) implements SwimInput {}
}
