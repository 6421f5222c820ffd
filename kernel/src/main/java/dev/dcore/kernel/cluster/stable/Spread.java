package dev.dcore.kernel.cluster.stable;

import dev.dcore.kernel.identity.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a decided view gets around. Who decided it tells the members of the view before, who have
/// the cut already when they voted for it, and the first few newcomers; each newcomer tells the
/// next few, as in a tree, so that nobody sends whole views to more than these. Whom a message
/// missed is told when anybody hears that it holds another view, and asks for what it lacks on a
/// stream.
final class Spread {
  /// The newcomers that one node tells; each of them fetches the whole view from it.
  static final int FANOUT = 8;

  private final Standing standing;
  private final KnownViews known;
  private final long pullTimeoutNanos;
  private long pullUntil = Long.MIN_VALUE;
  private long foreignLineage;
  private long foreignNumber;

  Spread(StableConfig config, Standing standing, KnownViews known) {
    this.standing = standing;
    this.known = known;
    this.pullTimeoutNanos = 2 * config.retryNanos();
  }

  /// This node decided what the held view is.
  void decided(Turn turn, StableView before, long ballot) {
    StableMessage.Announce news = own(ballot);
    for (StableMember member : before.members()) {
      if (!isSelf(member.id())) {
        turn.send(member.id(), news);
      }
    }
    tellNewcomers(turn, 0);
  }

  /// This node holds another view, and may have been let in by it.
  void held(Turn turn) {
    pullUntil = Long.MIN_VALUE;
    StableView view = standing.view();
    if (view == null || !standing.isMember()) {
      return;
    }
    int own = newcomers(view).indexOf(standing.self().id());
    if (own >= 0) {
      tellNewcomers(turn, (own + 1) * FANOUT);
    }
  }

  /// Tells one node which view this one holds.
  void tell(Turn turn, NodeId to) {
    turn.send(to, own(Ballot.NONE));
  }

  /// @param ballot in which this node accepted something for the held view's successor
  /// @param stuck whether the held view can never change again
  /// @return whether the sender's view is the successor by the cut that this node accepted
  boolean onAnnounce(
      Turn turn, NodeId sender, StableMessage.Announce peer, long ballot, boolean stuck) {
    StableView view = standing.view();
    if (view == null) {
      if (peer.lineage() != 0) {
        pull(turn, sender);
      }
      return false;
    }
    if (peer.lineage() == view.lineage()) {
      long ahead = peer.number() - view.number();
      if (ahead == 1 && ballot != Ballot.NONE && ballot == peer.ballot()) {
        return true;
      }
      if (ahead > 0) {
        pull(turn, sender);
      } else if (ahead < 0) {
        tell(turn, sender);
      }
      return false;
    }
    StableView left = standing.left(peer.lineage());
    if (left != null && peer.number() < left.number()) {
      // The sender does not know yet that its lineage went on, and ended.
      turn.send(sender, announce(left, Ballot.NONE));
      return false;
    }
    boolean wins = peer.lineage() != 0 && peer.lineage() < view.lineage();
    if (!wins) {
      tell(turn, sender);
    }
    boolean seen = peer.lineage() == foreignLineage && peer.number() <= foreignNumber;
    if (peer.lineage() != 0 && !seen && (wins || stuck || !standing.isMember())) {
      pull(turn, sender);
    }
    return false;
  }

  void onPull(Turn turn, NodeId sender, StableMessage.Pull pull) {
    StableView view = standing.view();
    if (view == null) {
      return;
    }
    StableView left = standing.left(pull.lineage());
    if (left != null && left.lineage() != view.lineage() && pull.number() < left.number()) {
      turn.send(sender, new StableMessage.WholeView(known.write(left)));
      return;
    }
    List<Cut> cuts = standing.cutsSince(pull.lineage(), pull.number());
    if (cuts == null) {
      boolean ahead = pull.lineage() == view.lineage() && pull.number() > view.number();
      if (!ahead) {
        turn.send(sender, new StableMessage.WholeView(known.write(view)));
      }
    } else if (!cuts.isEmpty()) {
      turn.send(sender, new StableMessage.Cuts(pull.lineage(), pull.number(), cuts));
    }
  }

  /// A whole view came that this process does not go over to; it need not come again.
  void onUnwanted(StableView view) {
    pullUntil = Long.MIN_VALUE;
    foreignLineage = view.lineage();
    foreignNumber = view.number();
  }

  /// Asks one node at a time.
  void pull(Turn turn, NodeId from) {
    if (turn.nowNanos() >= pullUntil) {
      pullUntil = turn.nowNanos() + pullTimeoutNanos;
      StableView view = standing.view();
      turn.send(
          from,
          view == null
              ? new StableMessage.Pull(0, 0)
              : new StableMessage.Pull(view.lineage(), view.number()));
    }
  }

  private void tellNewcomers(Turn turn, int first) {
    StableView view = standing.view();
    if (view == null) {
      return;
    }
    List<NodeId> all = newcomers(view);
    for (int i = first; i < Math.min(first + FANOUT, all.size()); i++) {
      tell(turn, all.get(i));
    }
  }

  private static List<NodeId> newcomers(StableView view) {
    List<NodeId> newcomers = new ArrayList<>();
    for (StableMember each : view.members()) {
      if (each.since() == view.number()) {
        newcomers.add(each.id());
      }
    }
    return newcomers;
  }

  private StableMessage.Announce own(long ballot) {
    @Nullable StableView view = standing.view();
    return view == null ? new StableMessage.Announce(0, 0, Ballot.NONE) : announce(view, ballot);
  }

  private static StableMessage.Announce announce(StableView view, long ballot) {
    return new StableMessage.Announce(view.lineage(), view.number(), ballot);
  }

  private boolean isSelf(NodeId id) {
    return id.equals(standing.self().id());
  }
}
