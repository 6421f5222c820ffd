package dev.dcore.kernel.cluster.stable;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.Protocol;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.Members;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.transport.MalformedFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The stable view of one node: routes each input to the part that it concerns, and takes the step
/// from one view to the next.
///
/// ```text
///    MemberChanged, Doubted      Prepare, Accept        Promise, Accepted       Announce, Pull
///             |                        |                       |                      |
///             v                        v                       v                      v
///    Doubts, CutDetector -------> Acceptor <-------------- Proposer --- decided --> Spread
///             |                                                |                      |
///          Founding -------------------> Standing <------------+----------------------+
///                                     (the held view)
/// ```
public final class Stable implements Protocol<StableInput, StableEffect> {
  private static final Cut NOTHING = new Cut(new byte[0], List.of());

  private final StableConfig config;
  private final Members members;
  private final KnownViews known;
  private final Choice backOff;
  private @Nullable Parts parts;
  private Phase phase = Phase.STARTING;
  private boolean looking;

  /// Exists from the moment the identity is known.
  private record Parts(
      Standing standing,
      Stuck stuck,
      Doubts doubts,
      Probation probation,
      CutDetector detector,
      Proposer proposer,
      Founding founding,
      Spread spread) {}

  private Acceptor acceptor = new Acceptor();
  private long foundings;

  /// @param members the weak view of the same node
  public Stable(StableConfig config, Members members, Choices choices, KnownViews known) {
    this.config = config;
    this.members = members;
    this.known = known;
    this.backOff = choices.choice("back-off");
  }

  @Override
  public void step(long nowNanos, StableInput input, Effects<StableEffect> effects) {
    Turn turn = new Turn(nowNanos, members, effects);
    if (input instanceof StableInput.Start(NodeIdentity identity)) {
      onStart(identity);
      return;
    }
    Parts running = parts;
    if (running == null || phase.compareTo(Phase.LEAVING) >= 0) {
      return;
    }
    switch (input) {
      case StableInput.Start _ -> throw new AssertionError("handled above");
      case StableInput.MemberChanged(MemberEvent event) -> onMemberChanged(running, turn, event);
      case StableInput.PhaseChanged(Phase next) -> {
        phase = next;
        running.founding.onChange(nowNanos);
        look(turn);
      }
      case StableInput.Doubted(NodeId accuser, NodeId target, long incarnation) -> {
        running.doubts.add(nowNanos, accuser, target, incarnation);
        look(turn);
      }
      case StableInput.PeerMarked(NodeId peer, int mark) -> onPeerMarked(running, turn, peer, mark);
      case StableInput.Received(NodeId sender, StableMessage message) ->
          onReceived(running, turn, sender, message);
      case StableInput.TimerFired(StableTimer timer) -> onTimer(running, turn, timer);
    }
  }

  /// The view that this node holds, or null.
  public @Nullable StableView view() {
    Parts running = parts;
    return running == null ? null : running.standing.view();
  }

  /// Whether this process is in the view that it holds.
  public boolean isMember() {
    Parts running = parts;
    return running != null && running.standing.isMember();
  }

  private void onStart(NodeIdentity identity) {
    Invariant.check(parts == null, "a node starts once");
    Standing standing = new Standing(identity, known);
    Doubts doubts = new Doubts(config.probationNanos());
    Probation probation = new Probation(config.probationNanos());
    CutDetector detector = new CutDetector(config, doubts, probation);
    parts =
        new Parts(
            standing,
            new Stuck(standing),
            doubts,
            probation,
            detector,
            new Proposer(config, standing, detector, backOff),
            new Founding(config),
            new Spread(config, standing, known));
  }

  private void onMemberChanged(Parts running, Turn turn, MemberEvent event) {
    // Whatever the event tells, it may be in a later life.
    running.stuck.onChange(event.member());
    if (event.kind() == MemberEvent.Kind.SUSPECTED || event.kind() == MemberEvent.Kind.DIED) {
      running.probation.onTrouble(
          turn.nowNanos(), event.member().id(), event.member().incarnation());
    }
    switch (event.kind()) {
      case JOINED, DIED, LEFT, REVIVED, RESTARTED, REPLACED -> {
        running.founding.onChange(turn.nowNanos());
        look(turn);
      }
      case SUSPECTED -> look(turn);
      case REFUTED, UPDATED, REAPED -> {}
    }
  }

  /// Two nodes that hold different views tell each other, until one has taken over the other's.
  private void onPeerMarked(Parts running, Turn turn, NodeId peer, int mark) {
    StableView view = running.standing.view();
    if (view != null || mark != 0) {
      running.spread.tell(turn, peer);
    }
  }

  private void onReceived(Parts running, Turn turn, NodeId sender, StableMessage message) {
    switch (message) {
      case StableMessage.Prepare prepare -> {
        if (votes(running, turn, sender, prepare.lineage(), prepare.number())) {
          onPrepare(turn, sender, prepare);
        }
      }
      case StableMessage.Accept accept -> {
        if (votes(running, turn, sender, accept.lineage(), accept.number())) {
          onAccept(running, turn, sender, accept);
        }
      }
      case StableMessage.Promise promise -> {
        int place = voter(running, turn, sender, promise.lineage(), promise.number());
        if (place >= 0) {
          running.proposer.onPromise(turn, place, promise);
        }
      }
      case StableMessage.Accepted accepted -> {
        int place = voter(running, turn, sender, accepted.lineage(), accepted.number());
        if (place >= 0) {
          running.proposer.onAccepted(place, accepted);
        }
      }
      case StableMessage.Refused refused -> {
        if (voter(running, turn, sender, refused.lineage(), refused.number()) >= 0) {
          running.proposer.onRefused(turn, refused);
        }
      }
      case StableMessage.Announce announce -> {
        boolean voted =
            running.spread.onAnnounce(
                turn, sender, announce, acceptor.accepted(), running.stuck.isStuck(turn));
        if (voted) {
          advance(
              running,
              turn,
              Invariant.present(acceptor.cut(), "what was accepted is kept"),
              "vote");
        }
      }
      case StableMessage.Pull pull -> running.spread.onPull(turn, sender, pull);
      case StableMessage.Cuts cuts -> onCuts(running, turn, cuts);
      case StableMessage.WholeView whole -> onWholeView(running, turn, whole);
    }
    settle(running, turn);
  }

  private void onPrepare(Turn turn, NodeId sender, StableMessage.Prepare prepare) {
    if (!acceptor.promise(prepare.ballot())) {
      turn.send(
          sender,
          new StableMessage.Refused(prepare.lineage(), prepare.number(), acceptor.promised()));
      return;
    }
    Cut cut = acceptor.cut();
    turn.send(
        sender,
        new StableMessage.Promise(
            prepare.lineage(),
            prepare.number(),
            prepare.ballot(),
            acceptor.accepted(),
            cut == null ? NOTHING : cut));
  }

  /// A value that no acceptor named before is voted for only on this node's own evidence: so a
  /// proposer that hears nobody, or sees wrong, removes nobody.
  private void onAccept(Parts running, Turn turn, NodeId sender, StableMessage.Accept accept) {
    StableView view = Invariant.present(running.standing.view(), "a voter holds a view");
    if (accept.ballot() < acceptor.promised()) {
      turn.send(
          sender,
          new StableMessage.Refused(accept.lineage(), accept.number(), acceptor.promised()));
      return;
    }
    boolean again = accept.ballot() == acceptor.accepted();
    boolean agrees =
        accept.bound()
            ? view.admits(accept.cut())
            : running.detector.supports(turn, view, accept.cut());
    if (!again && !agrees) {
      return;
    }
    if (!again) {
      acceptor.accept(accept.ballot(), accept.cut());
    }
    turn.send(
        sender, new StableMessage.Accepted(accept.lineage(), accept.number(), accept.ballot()));
  }

  private void onCuts(Parts running, Turn turn, StableMessage.Cuts cuts) {
    StableView view = running.standing.view();
    if (view == null || view.lineage() != cuts.lineage()) {
      return;
    }
    long skip = view.number() - cuts.number();
    for (int i = 0; i < cuts.cuts().size(); i++) {
      Cut cut = cuts.cuts().get(i);
      StableView held = Invariant.present(running.standing.view(), "a view is held");
      if (i >= skip && skip >= 0 && held.admits(cut)) {
        advance(running, turn, cut, "cuts");
      }
    }
  }

  private void onWholeView(Parts running, Turn turn, StableMessage.WholeView whole) {
    StableView next;
    try {
      next = known.read(whole.body());
    } catch (MalformedFrame e) {
      turn.trace(new StableTrace.ViewUnreadable(e.reason()));
      return;
    }
    adopt(running, turn, next, "whole");
  }

  private void onTimer(Parts running, Turn turn, StableTimer timer) {
    switch (timer) {
      case CONSIDER -> onConsider(running, turn);
      case PROPOSAL -> running.proposer.onRetry(turn);
    }
    settle(running, turn);
  }

  private void onConsider(Parts running, Turn turn) {
    looking = false;
    if (phase != Phase.UP && phase != Phase.DRAINING) {
      return;
    }
    StableView view = running.standing.view();
    boolean homeless =
        view == null || running.stuck.isStuck(turn) || running.stuck.isDeserted(turn);
    boolean again;
    if (homeless) {
      again = true;
      if (running.founding.isTime(turn, running.standing.self().id())) {
        adopt(running, turn, StableView.founding(running.standing.self(), ++foundings), "founding");
      }
    } else {
      again = running.standing.isMember() && running.proposer.consider(turn);
    }
    if (again) {
      look(turn);
    }
  }

  /// Carries out what the proposer decided.
  private void settle(Parts running, Turn turn) {
    Cut decision = running.proposer.takeDecision();
    if (decision != null) {
      StableView before = Invariant.present(running.standing.view(), "what was decided had a base");
      long ballot = acceptor.accepted();
      advance(running, turn, decision, "decision");
      running.spread.decided(turn, before, ballot);
    }
  }

  private void advance(Parts running, Turn turn, Cut cut, String by) {
    StableView before = Invariant.present(running.standing.view(), "a cut follows a view");
    cut.places().stream()
        .forEach(
            place -> running.probation.onRemoved(turn.nowNanos(), before.members().get(place)));
    running.standing.advance(cut);
    running.stuck.onCut(turn, cut);
    held(running, turn, by);
  }

  private void adopt(Parts running, Turn turn, StableView next, String by) {
    if (running.standing.adopt(next, running.stuck.isStuck(turn))) {
      running.stuck.onWholeView();
      held(running, turn, by);
    } else {
      running.spread.onUnwanted(next);
    }
  }

  private void held(Parts running, Turn turn, String by) {
    StableView view = Invariant.present(running.standing.view(), "a view is held");
    acceptor = new Acceptor();
    running.proposer.reset(turn, acceptor);
    boolean member = running.standing.isMember();
    turn.trace(new StableTrace.ViewHeld(view.lineage(), view.number(), view.size(), by, member));
    turn.effects().add(new StableEffect.ViewChanged(view, member));
    running.spread.held(turn);
    look(turn);
  }

  /// Whether this process has a vote on the successor of that view. Who speaks of another view is
  /// told, or asked, about it.
  private boolean votes(Parts running, Turn turn, NodeId sender, long lineage, long number) {
    return isAbout(running, turn, sender, lineage, number) && running.standing.isMember();
  }

  /// The place of the sender in the view that the message is about, if this node holds that.
  private int voter(Parts running, Turn turn, NodeId sender, long lineage, long number) {
    StableView view = running.standing.view();
    return view != null && isAbout(running, turn, sender, lineage, number)
        ? view.placeOf(sender)
        : -1;
  }

  private boolean isAbout(Parts running, Turn turn, NodeId sender, long lineage, long number) {
    if (running.standing.holds(lineage, number)) {
      return true;
    }
    running.spread.onAnnounce(
        turn,
        sender,
        new StableMessage.Announce(lineage, number, Ballot.NONE),
        Ballot.NONE,
        running.stuck.isStuck(turn));
    return false;
  }

  /// Soon looks whether the view should change.
  private void look(Turn turn) {
    if (!looking) {
      looking = true;
      turn.timerIn(StableTimer.CONSIDER, config.considerNanos());
    }
  }
}
