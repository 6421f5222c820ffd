package dev.dcore.kernel.runtime;

import dev.dcore.kernel.cluster.topology.PeerReport;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.store.ReadLevel;
import dev.dcore.kernel.transport.Address;
import java.util.List;

/// What whoever embeds the node asks of it.
public sealed interface Command {
  /// Ends with [Delivery.PhaseChanged] to `DOWN`.
  record Leave() implements Command {}

  /// This node and all that it is with shall be one cluster with that member and all that it is
  /// with. It is asked once; what comes of it the members say.
  record Join(Address member) implements Command {}

  /// This node wants no new work, or takes it again. Answered by [Delivery.Drained], within the
  /// same step.
  record Drain(long ticket, boolean on) implements Command {}

  /// That member is gone for good. Answered by [Delivery.ForcedToLeave], within the same step.
  ///
  /// @param member a name or an id
  record ForceLeave(long ticket, String member) implements Command {}

  record SetMetadata(Metadata metadata) implements Command {}

  /// What files and name servers name as seeds now, in place of what they named before. Also before
  /// the node has started.
  ///
  /// @param trouble why one of them names none, in one sentence, or empty
  record UseSeeds(List<Address> seeds, String trouble) implements Command {
    public UseSeeds {
      seeds = List.copyOf(seeds);
    }
  }

  /// Answered by [Delivery.Members], within the same step.
  record ListMembers(long ticket) implements Command {}

  /// Answered by [Delivery.Health], within the same step.
  record AskHealth(long ticket) implements Command {}

  /// Answered by [Delivery.Explained], once.
  ///
  /// @param member a name or an id
  record Explain(long ticket, String member) implements Command {}

  /// Tells all members; answered by [Delivery.EventSent], once.
  ///
  /// @param payload not modified by anybody
  record SendEvent(long ticket, String name, byte[] payload, boolean coalesced)
      implements Command {}

  /// Asks members what they know of the network; answered by [Delivery.Surveyed], once.
  ///
  /// @param asked whom; empty for all
  record Survey(long ticket, List<NodeId> asked, PeerReport.Query query) implements Command {
    public Survey {
      asked = List.copyOf(asked);
    }
  }

  /// Asks the node's own store for something; answered by [Delivery.StoreAnswered], once.
  record UseStore(long ticket, StoreRequest request) implements Command {}

  /// What concerns the consensus group that the node belongs to.
  sealed interface OfGroup extends Command {}

  /// Asks this node's replica of its group; answered by [Delivery.GroupAnswered], once.
  record UseGroup(long ticket, GroupRequest request) implements OfGroup {}

  /// Carries out a command of the group's state machine once, wherever the leader is; answered by
  /// [Delivery.Completed], once.
  record Submit(long ticket, byte[] command, long timeoutNanos) implements OfGroup {}

  /// Asks the group's state machine; answered by [Delivery.Completed], once.
  record Ask(long ticket, byte[] query, ReadLevel level, long timeoutNanos) implements OfGroup {}

  /// Asks the companion of the leader's state machine, perhaps more than once; answered by
  /// [Delivery.Completed], once.
  record AskLeader(long ticket, byte[] question, long timeoutNanos) implements OfGroup {}
}
