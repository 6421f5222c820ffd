package dev.dcore.kernel.cluster.stable;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Invariant;
import org.jspecify.annotations.Nullable;

/// Proposes what should change in the view of which this process is a member.
///
/// The first member, by id, that a node holds healthy is whom it expects to propose; each next one
/// waits a while longer. So as a rule one proposes, and when two do, Paxos decides for one value.
final class Proposer {
  /// So many members in line watch for changes; the others look after nothing. A member that is
  /// gone or doubted does not count, so they are found among the healthy.
  static final int LINE = 5;

  /// So often unanswered messages of a ballot are repeated before another look.
  private static final int REPEATS_MAX = 4;

  private final StableConfig config;
  private final Standing standing;
  private final CutDetector detector;
  private final Choice backOff;
  private Acceptor acceptor = new Acceptor();
  private @Nullable Proposal proposal;
  private @Nullable Cut decision;
  private boolean firstBallotUsed;
  private long highestSeen;
  private long ripeAt = Long.MAX_VALUE;
  private long notBefore = Long.MIN_VALUE;

  Proposer(StableConfig config, Standing standing, CutDetector detector, Choice backOff) {
    this.config = config;
    this.standing = standing;
    this.detector = detector;
    this.backOff = backOff;
  }

  /// Another view is held: all that concerned the last one is over.
  void reset(Turn turn, Acceptor own) {
    if (proposal != null) {
      turn.cancel(StableTimer.PROPOSAL);
    }
    acceptor = own;
    proposal = null;
    firstBallotUsed = false;
    highestSeen = Ballot.NONE;
    ripeAt = Long.MAX_VALUE;
    notBefore = Long.MIN_VALUE;
    detector.reset();
  }

  /// What the last step decided, once.
  @Nullable Cut takeDecision() {
    Cut taken = decision;
    decision = null;
    return taken;
  }

  /// Looks whether the view should change, and proposes when it is this node's turn.
  ///
  /// @return whether to look again soon
  boolean consider(Turn turn) {
    StableView view = Invariant.present(standing.view(), "a member holds a view");
    if (proposal != null) {
      return true;
    }
    int line = placeInLine(turn, view);
    if (line >= LINE) {
      return false;
    }
    if (!isHealthy(turn, view, standing.place())) {
      return true;
    }
    Cut cut = detector.detect(turn, view);
    if (cut == null) {
      ripeAt = Long.MAX_VALUE;
      return detector.isOpen();
    }
    ripeAt = Math.min(ripeAt, turn.nowNanos());
    boolean due =
        turn.nowNanos() - ripeAt >= line * config.takeoverNanos() && turn.nowNanos() >= notBefore;
    if (due && quorumInSight(turn, view)) {
      propose(turn, view, cut);
    }
    return true;
  }

  void onPromise(Turn turn, int place, StableMessage.Promise promise) {
    Proposal current = proposal;
    if (current != null
        && current.ballot() == promise.ballot()
        && current.onPromise(place, promise.accepted(), promise.cut())) {
      beginSecondPhase(turn, current);
    }
  }

  void onAccepted(int place, StableMessage.Accepted accepted) {
    Proposal current = proposal;
    if (current != null
        && current.ballot() == accepted.ballot()
        && !current.preparing()
        && current.onVote(place)) {
      decision = current.proposed();
    }
  }

  void onRefused(Turn turn, StableMessage.Refused refused) {
    highestSeen = Math.max(highestSeen, refused.promised());
    Proposal current = proposal;
    if (current != null && refused.promised() > current.ballot()) {
      drop(turn, current, "a higher ballot");
    }
  }

  /// Some have not answered in time.
  void onRetry(Turn turn) {
    Proposal current = proposal;
    if (current == null) {
      return;
    }
    StableView view = Invariant.present(standing.view(), "a proposal is for a view");
    if (current.repeat() > REPEATS_MAX) {
      drop(turn, current, "no majority answered");
    } else if (!current.isBound() && !detector.supports(turn, view, current.wish())) {
      drop(turn, current, "the evidence has changed");
    } else {
      sendToSilent(turn, current);
    }
  }

  /// How many members before this one are healthy here, as far as that matters.
  private int placeInLine(Turn turn, StableView view) {
    int healthy = 0;
    for (int place = 0; place < standing.place() && healthy < LINE; place++) {
      healthy += isHealthy(turn, view, place) ? 1 : 0;
    }
    return healthy;
  }

  private boolean isHealthy(Turn turn, StableView view, int place) {
    return detector.judge(turn, view, view.members().get(place)) == CutDetector.Verdict.HEALTHY;
  }

  /// A minority asks nobody: it could decide nothing, for as long as it is one.
  private boolean quorumInSight(Turn turn, StableView view) {
    int seen = 0;
    for (StableMember member : view.members()) {
      if (detector.judge(turn, view, member) != CutDetector.Verdict.GONE) {
        seen++;
      }
    }
    return seen >= view.quorum();
  }

  private void propose(Turn turn, StableView view, Cut cut) {
    boolean first = standing.place() == 0 && !firstBallotUsed && highest() == Ballot.NONE;
    long ballot =
        first ? Ballot.of(0, 0) : Ballot.of(Ballot.round(highest()) + 1, standing.place());
    firstBallotUsed |= first;
    Proposal next = new Proposal(view, ballot, cut);
    proposal = next;
    Invariant.check(acceptor.promise(ballot), "a new ballot is the highest that was seen");
    if (!next.preparing()) {
      beginSecondPhase(turn, next);
    } else if (next.onPromise(standing.place(), acceptor.accepted(), acceptor.cut())) {
      beginSecondPhase(turn, next);
    } else {
      sendToSilent(turn, next);
    }
  }

  private void beginSecondPhase(Turn turn, Proposal current) {
    if (acceptor.promised() > current.ballot()) {
      drop(turn, current, "this node follows a higher ballot itself");
      return;
    }
    Cut cut = current.proposed();
    turn.trace(
        new StableTrace.Proposed(
            Invariant.present(standing.view(), "a proposal is for a view").number(),
            current.ballot(),
            cut.places().cardinality(),
            cut.added().size(),
            current.isBound()));
    acceptor.accept(current.ballot(), cut);
    if (current.onVote(standing.place())) {
      decision = cut;
    } else {
      sendToSilent(turn, current);
    }
  }

  private void sendToSilent(Turn turn, Proposal current) {
    StableView view = Invariant.present(standing.view(), "a proposal is for a view");
    StableMessage message =
        current.preparing()
            ? new StableMessage.Prepare(view.lineage(), view.number(), current.ballot())
            : new StableMessage.Accept(
                view.lineage(),
                view.number(),
                current.ballot(),
                current.isBound(),
                current.proposed());
    for (int place = 0; place < view.size(); place++) {
      if (place != standing.place() && !current.hasAnswered(place)) {
        turn.send(view.members().get(place).id(), message);
      }
    }
    turn.timerIn(StableTimer.PROPOSAL, config.retryNanos());
  }

  private void drop(Turn turn, Proposal current, String reason) {
    StableView view = Invariant.present(standing.view(), "a proposal is for a view");
    turn.trace(new StableTrace.ProposalDropped(view.number(), current.ballot(), reason));
    turn.cancel(StableTimer.PROPOSAL);
    proposal = null;
    // Two that go on overruling each other decide nothing; so neither comes back at once.
    notBefore = turn.nowNanos() + backOff.between(config.retryNanos(), 4 * config.retryNanos());
  }

  private long highest() {
    return Math.max(highestSeen, acceptor.promised());
  }
}
