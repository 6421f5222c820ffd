package dev.dcore.kernel.cluster.stable;

import dev.dcore.kernel.base.Invariant;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// One ballot of this process for the successor of its view: the proposer of single-decree Paxos.
///
/// ```text
///   preparing --majority promises--> accepting --majority accepts--> decided
/// ```
///
/// In one ballot at most one value is ever proposed.
final class Proposal {
  private final StableView view;
  private final long ballot;
  private final Cut wish;
  private final BitSet promises = new BitSet();
  private final BitSet votes = new BitSet();
  private long boundBallot;
  private @Nullable Cut bound;
  private @Nullable Cut proposed;
  private int repeats;

  /// @param wish what to propose when nobody has accepted anything
  Proposal(StableView view, long ballot, Cut wish) {
    this.view = view;
    this.ballot = ballot;
    this.wish = wish;
    if (Ballot.isFirst(ballot)) {
      proposed = wish;
    }
  }

  long ballot() {
    return ballot;
  }

  Cut wish() {
    return wish;
  }

  boolean preparing() {
    return proposed == null;
  }

  /// Whether an acceptor named the value.
  boolean isBound() {
    return bound != null;
  }

  /// What the second phase proposes.
  Cut proposed() {
    return Invariant.present(proposed, "the second phase has a value");
  }

  /// How often its messages were sent again; counts.
  int repeat() {
    return ++repeats;
  }

  /// Whether the member at this place has answered the phase that goes on.
  boolean hasAnswered(int place) {
    return preparing() ? promises.get(place) : votes.get(place);
  }

  /// @param accepted the ballot in which the member accepted `cut`, or 0
  /// @return whether this begins the second phase
  boolean onPromise(int place, long accepted, @Nullable Cut cut) {
    if (!preparing()) {
      return false;
    }
    promises.set(place);
    if (accepted > boundBallot && cut != null && view.admits(cut)) {
      boundBallot = accepted;
      bound = cut;
    }
    if (promises.cardinality() < view.quorum()) {
      return false;
    }
    proposed = bound == null ? wish : bound;
    return true;
  }

  /// @return whether the value is decided
  boolean onVote(int place) {
    Invariant.check(!preparing(), "nobody votes before there is something to vote on");
    votes.set(place);
    return votes.cardinality() >= view.quorum();
  }
}
