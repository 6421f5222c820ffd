package dev.dcore.kernel.runtime;

import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.cluster.events.UserEvent;
import dev.dcore.kernel.cluster.stable.StableView;
import dev.dcore.kernel.cluster.swim.Evidence;
import dev.dcore.kernel.cluster.topology.Coordinate;
import dev.dcore.kernel.cluster.topology.PeerReport;
import dev.dcore.kernel.consensus.Role;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.messaging.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a node tells whoever embeds it.
public sealed interface Delivery {
  record MemberChanged(MemberEvent event) implements Delivery {}

  /// @param detail why, in one sentence, or empty; a joining node says so again when it is refused
  record PhaseChanged(Phase phase, String detail) implements Delivery {}

  /// @param members this node first
  record Members(long ticket, List<Member> members) implements Delivery {
    public Members {
      members = List.copyOf(members);
    }
  }

  /// @param phase the node's phase now; another than wished when it is not up
  record Drained(long ticket, Phase phase) implements Delivery {}

  /// @param before the member as it was before, or null when this node knows no such member
  record ForcedToLeave(long ticket, @Nullable Member before) implements Delivery {}

  /// This node holds another stable view.
  ///
  /// @param member whether this process is in it; a node that is not only learns of it
  record StableViewChanged(StableView view, boolean member) implements Delivery {}

  /// @param own what this node knows, or null when it knows no such member
  /// @param accuser what the node whose probe failed knows, when that is another and it answered
  /// @param note why there is no record of the accuser, or empty
  record Explained(long ticket, @Nullable Evidence own, @Nullable Evidence accuser, String note)
      implements Delivery {}

  /// An application told the cluster something; of coalesced ones of a name never an older one
  /// after a newer one.
  ///
  /// @param origin the name of the member that sent it
  record EventHappened(UserEvent event, String origin) implements Delivery {}

  /// @param refused why an event was not sent, in one sentence, or empty
  /// @param time its Lamport time, or 0
  record EventSent(long ticket, String refused, long time) implements Delivery {}

  /// How well this node is, as it thinks itself.
  ///
  /// @param viewAgreement what share of the peers heard last hold just its view, from 0 to 1
  /// @param localHealth how many signs there are that it is itself at fault; 0 is well
  record Health(long ticket, double viewAgreement, int localHealth) implements Delivery {}

  /// What members know of the network.
  ///
  /// @param replies one for each that was to be asked
  /// @param refused why nobody was asked, or empty
  record Surveyed(long ticket, List<Reply> replies, String refused) implements Delivery {
    public Surveyed {
      replies = List.copyOf(replies);
    }

    /// @param report what the member says, or null when it said nothing
    /// @param lastCoordinate what it said of its place when this node pinged it last, or null
    /// @param error why it said nothing, or empty
    public record Reply(
        Member member,
        @Nullable PeerReport report,
        @Nullable Coordinate lastCoordinate,
        String error) {}
  }

  /// How a request to the node's own store ended.
  record StoreAnswered(long ticket, StoreAnswer answer) implements Delivery {}

  /// How a request to this node's replica of its group ended.
  record GroupAnswered(long ticket, GroupAnswer answer) implements Delivery {}

  /// How a command or a question to the group ended; the body is the state machine's answer.
  record Completed(long ticket, Outcome outcome) implements Delivery {}

  /// Who leads the group, as far as this node knows.
  ///
  /// @param leader null when nobody is known
  record LeaderChanged(Role role, long term, @Nullable NodeId leader) implements Delivery {}

  /// The node cannot start or go on, and takes no more input.
  record Failed(String reason) implements Delivery {}
}
