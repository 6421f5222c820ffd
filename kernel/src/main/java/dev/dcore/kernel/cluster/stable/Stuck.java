package dev.dcore.kernel.cluster.stable;

import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.identity.NodeId;
import java.util.LinkedHashSet;
import java.util.Set;

/// Whether the held view can never change again, because so many of its members are gone by their
/// own word, or by an operator's, that no majority is left: see [CutDetector#isProvenGone]. That
/// others are merely dead proves nothing: they may live on the other side of a split.
///
/// An operator may be wrong. Then the owner answers with a higher incarnation, and counts again.
final class Stuck {
  private final Standing standing;
  private final Set<NodeId> gone = new LinkedHashSet<>();
  private boolean complete = true;

  Stuck(Standing standing) {
    this.standing = standing;
  }

  /// The weak view of this member changed.
  void onChange(Member member) {
    StableView view = standing.view();
    if (view == null) {
      return;
    }
    int place = view.placeOf(member.id());
    if (place >= 0) {
      weigh(member, view.members().get(place));
    }
  }

  /// A view follows by this cut; it is held already.
  void onCut(Turn turn, Cut cut) {
    StableView view = standing.view();
    if (view == null) {
      return;
    }
    gone.removeIf(id -> view.placeOf(id) < 0);
    for (Newcomer each : cut.added()) {
      gone.remove(each.id());
      check(turn, view.members().get(view.placeOf(each.id())));
    }
  }

  /// Another view altogether is held.
  void onWholeView() {
    gone.clear();
    complete = false;
  }

  boolean isStuck(Turn turn) {
    StableView view = standing.view();
    if (view == null) {
      return false;
    }
    if (!complete) {
      complete = true;
      view.members().forEach(member -> check(turn, member));
    }
    return view.size() - gone.size() < view.quorum();
  }

  /// Whether this process only observes the view, and sees none of its members alive. They may live
  /// on the other side of a split; but this process never had a vote in their lineage, so it takes
  /// nothing away from them by beginning another, as one would that never heard of theirs.
  boolean isDeserted(Turn turn) {
    StableView view = standing.view();
    if (view == null || standing.isMember()) {
      return false;
    }
    for (StableMember member : view.members()) {
      Member known = turn.members().member(member.id());
      if (known != null
          && known.state().participates()
          && !CutDetector.isProvenGone(known, member)) {
        return false;
      }
    }
    return true;
  }

  private void check(Turn turn, StableMember member) {
    Member known = turn.members().member(member.id());
    if (known != null) {
      weigh(known, member);
    }
  }

  private void weigh(Member known, StableMember member) {
    if (CutDetector.isProvenGone(known, member)) {
      gone.add(member.id());
    } else {
      gone.remove(member.id());
    }
  }
}
