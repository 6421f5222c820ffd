package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.cluster.seeding.SeedList;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.MalformedFrame;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// When views are brought together over streams, and with whom: a newcomer with random members
/// until it knows what they know; anybody with a peer whose digest stays different though there are
/// no more rumors; and now and then the dead and the seeds, so that partitions heal. How, is
/// [Reconciler]'s.
///
/// Invariant: while all views are the same, it sends nothing but the tries of the dead.
final class Reconciliation {
  /// So many members are told to a newcomer at once: enough to ask others than the seed, which
  /// thousands may ask in one second.
  private static final int WELCOME_MEMBERS = 24;

  /// A view that changes all the time has to be reconciled, too, if more rarely: after so many
  /// intervals without a peer that agrees.
  private static final int PATIENCE_INTERVALS = 5;

  /// A newcomer gives up catching up after so many tries: in a cluster that changes all the time no
  /// two views may be the same for long.
  private static final int CATCH_UPS_MAX = 60;

  /// Views diverge when less than this share of the peers heard last hold this node's.
  private static final double AGREEMENT_MIN = 0.5;

  private final SwimConfig config;
  private final Self self;
  private final View view;
  private final Reconciler reconciler;
  private final Agreement agreement = new Agreement();
  private final SeedList seeds;
  private final Admission admission;
  private final Set<Address> asked = new LinkedHashSet<>();
  private final Choice partnerChoice;
  private final Choice welcomeChoice;
  private final Choice deadChoice;
  private final Choice offset;

  /// Whether this node was told to join another, which has not welcomed it yet.
  private boolean merging;

  private int catchUpsLeft;
  private long digest;
  private long digestSinceNanos;
  private long agreedNanos;

  /// Whether all digests heard were others since one was the same, and when the first was.
  private boolean differs;

  private long differsSinceNanos;
  private long nextNanos = Long.MIN_VALUE;

  /// The digest of the last view in which nobody was dead and every seed was a member.
  private long wholeDigest;

  private boolean whole;

  Reconciliation(SwimConfig config, Self self, View view, SeedList seeds, Choices choices) {
    this.config = config;
    this.self = self;
    this.view = view;
    this.reconciler = new Reconciler(view, self, choices);
    this.seeds = seeds;
    this.admission = new Admission(self, view.table());
    this.partnerChoice = choices.choice("reconciliation-partner");
    this.welcomeChoice = choices.choice("welcome-member");
    this.deadChoice = choices.choice("reconnect-target");
    this.offset = choices.choice("reconciliation-offset");
  }

  /// See [Agreement#share].
  double agreement() {
    return agreement.share();
  }

  /// Whether this node's view is at rest, and most of the peers heard last hold another one. While
  /// it changes, others differ by what is on its way, which is little.
  boolean diverged(Step step) {
    follow(step);
    long restNanos = step.nowNanos() - digestSinceNanos;
    return agreement.share() < AGREEMENT_MIN
        && restNanos >= PATIENCE_INTERVALS * config.reconciliation().intervalNanos();
  }

  /// Asks one seed, and with every further try the next one, until one answers. When none did, also
  /// one of those that came in through this node: they are up, and may be all that are left.
  void join(Step step) {
    Address seed = seeds.next();
    if (seed != null) {
      ask(step, seed);
    }
    if (seeds.rounds() > 0) {
      MemberTable table = view.table();
      for (int member :
          table.pick(
              1,
              partnerChoice,
              slot -> table.participates(slot) && !seeds.all().contains(table.address(slot)))) {
        ask(step, table.address(member));
      }
    }
    step.timerIn(new SwimTimer.JoinRetry(), seeds.waitNanos(config.lifecycle().joinRetryNanos()));
  }

  /// Asks that one, once, because an operator says so; this node may be up, and among others.
  void join(Step step, Address member) {
    merging = true;
    ask(step, member);
  }

  /// Whether an operator wanted the welcome that has come.
  boolean takeMerging() {
    boolean wanted = merging;
    merging = false;
    return wanted;
  }

  private void ask(Step step, Address member) {
    asked.add(member);
    step.trace(new SwimTrace.ReconciliationSent(member, "join", 0));
    step.stream(member, new SwimMessage.Join(self.claim()));
  }

  /// A node that seeds may have let in, though their answer has not come, tells them that it goes.
  ///
  /// @return whether there is anybody to tell
  boolean farewell(Step step) {
    for (Address seed : asked) {
      step.stream(seed, reconciler.opening(false));
    }
    return !asked.isEmpty();
  }

  /// Begins the tries of the dead, each node at its own random time within the period.
  void begin(Step step) {
    step.timerIn(
        new SwimTimer.ReconnectRound(),
        offset.between(1, config.reconciliation().reconnectNanos()));
  }

  void onJoin(Step step, NodeId sender, SwimMessage.Join join) {
    KnownClaim joiner = view.read(step, join.claim());
    if (joiner == null || !join.claim().id().equals(sender) || refuses(step, joiner)) {
      return;
    }
    SwimMessage.StateEntry late = view.onClaim(step, join.claim());
    MemberTable table = view.table();
    List<SwimMessage.StateEntry> entries = new ArrayList<>();
    entries.add(self.stateEntry());
    if (late != null) {
      entries.add(late);
    }
    for (int slot :
        table.pick(
            WELCOME_MEMBERS,
            welcomeChoice,
            slot -> table.state(slot) == MemberState.ALIVE && !table.id(slot).equals(sender))) {
      entries.add(table.stateEntry(slot));
    }
    // What it heard of this node in its last life it has to refute before others believe in it.
    int known = table.slot(sender);
    if (known != MemberTable.NONE && table.state(known) != MemberState.ALIVE) {
      entries.add(table.stateEntry(known));
    }
    Address to = joiner.profile().address();
    step.trace(new SwimTrace.ReconciliationSent(to, "welcome", entries.size()));
    step.stream(to, new SwimMessage.Welcome(entries));
  }

  /// @return whether the node is let in
  boolean onWelcome(Step step, NodeId sender, SwimMessage.Welcome welcome) {
    Claim seed = welcome.entries().getFirst().claim();
    KnownClaim known = view.read(step, seed);
    if (known == null || !seed.id().equals(sender)) {
      return false;
    }
    asked.remove(known.profile().address());
    List<SwimMessage.StateEntry> late = new ArrayList<>();
    for (SwimMessage.StateEntry entry : welcome.entries()) {
      SwimMessage.StateEntry answer = view.onEntry(step, entry, false);
      if (answer != null) {
        late.add(answer);
      }
    }
    if (!late.isEmpty()) {
      send(step, known.profile().address(), "contradiction", reconciler.opening(true, late));
    }
    return !seed.left();
  }

  /// A node that was just let in knows but a few.
  void catchUp(Step step) {
    catchUpsLeft = CATCH_UPS_MAX;
    armCatchUp(step);
  }

  void onCatchUpRound(Step step) {
    if (catchUpsLeft > 0) {
      catchUpsLeft--;
      MemberTable table = view.table();
      for (int partner :
          table.pick(1, partnerChoice, slot -> table.state(slot) == MemberState.ALIVE)) {
        open(step, table.address(partner), "catch-up", true);
      }
      armCatchUp(step);
    }
  }

  private void armCatchUp(Step step) {
    long pace = config.reconciliation().catchUpNanos();
    step.timerIn(new SwimTimer.CatchUpRound(), offset.between(pace / 2, pace));
  }

  /// A digest came with a ping or an ack, whose rumors were taken in; 0 if none did.
  void onDigest(Step step, NodeId sender, long theirs) {
    if (theirs == 0) {
      return;
    }
    long own = view.digest();
    boolean same = own == theirs;
    agreement.heard(same);
    follow(step);
    if (same) {
      agreed(step);
      return;
    }
    if (!differs) {
      differs = true;
      differsSinceNanos = step.nowNanos();
    }
    int slot = view.table().slot(sender);
    boolean takesPart = self.phase() == Phase.UP || self.phase() == Phase.DRAINING;
    if (slot == MemberTable.NONE || !takesPart || step.nowNanos() < nextNanos) {
      return;
    }
    long interval = config.reconciliation().intervalNanos();
    // A rumor on its way here makes a difference, too, and is gone before the interval is.
    boolean settled = view.rumors().isEmpty() && step.nowNanos() - differsSinceNanos >= interval;
    boolean tired = step.nowNanos() - agreedNanos >= PATIENCE_INTERVALS * interval;
    if (settled || tired) {
      nextNanos = step.nowNanos() + (settled ? interval : PATIENCE_INTERVALS * interval);
      open(step, view.table().address(slot), "difference", true);
    }
  }

  /// Tries one member that is dead here, or one seed that is no member.
  void onReconnectRound(Step step) {
    step.timerIn(new SwimTimer.ReconnectRound(), config.reconciliation().reconnectNanos());
    if (whole && view.table().digest() == wholeDigest) {
      return;
    }
    List<Address> lost = lost();
    whole = lost.isEmpty();
    if (whole) {
      wholeDigest = view.table().digest();
    } else {
      Address target = lost.get(deadChoice.below(lost.size()));
      asked.add(target);
      open(step, target, "reconnect", false);
    }
  }

  private List<Address> lost() {
    List<Address> lost = new ArrayList<>();
    MemberTable table = view.table();
    if (table.dead() > 0) {
      for (int slot = 0; slot < table.slots(); slot++) {
        if (table.has(slot) && table.state(slot) == MemberState.DEAD) {
          lost.add(table.address(slot));
        }
      }
    }
    forgetRemembered();
    for (Address seed : seeds.all()) {
      if (!isMember(seed) && !lost.contains(seed)) {
        lost.add(seed);
      }
    }
    return lost;
  }

  /// Other seeds are named now, and may not be members.
  void onSeedsFound() {
    whole = false;
  }

  /// Members that are known again need not be remembered.
  private void forgetRemembered() {
    if (!seeds.remembersOthers()) {
      return;
    }
    MemberTable table = view.table();
    Set<Address> known = new LinkedHashSet<>();
    for (int slot = 0; slot < table.slots(); slot++) {
      if (table.has(slot)) {
        known.add(table.address(slot));
      }
    }
    seeds.forget(known);
  }

  void onReconcile(Step step, NodeId sender, SwimMessage.Reconcile heard) {
    try {
      reconcile(step, sender, heard);
    } catch (MalformedFrame e) {
      step.trace(new SwimTrace.ClaimUnreadable(sender.toString(), e.reason()));
    }
  }

  private void reconcile(Step step, NodeId sender, SwimMessage.Reconcile heard)
      throws MalformedFrame {
    KnownClaim peer = view.read(step, heard.claim());
    if (peer == null || !heard.claim().id().equals(sender)) {
      return;
    }
    boolean stranger = view.table().slot(sender) == MemberTable.NONE;
    if (stranger && heard.opening() && refuses(step, peer)) {
      return;
    }
    asked.remove(peer.profile().address());
    SwimMessage.Reconcile answer = reconciler.answer(step, heard);
    if (heard.digest() == view.digest()) {
      agreed(step);
    }
    if (answer != null && !heard.claim().left()) {
      send(step, peer.profile().address(), "answer", answer);
    }
  }

  void onJoinRefused(Step step, Address seed, String reason) {
    step.trace(new SwimTrace.JoinProgress(seed, "refused: " + reason));
  }

  void onStreamClosed(Step step, Address to, String reason) {
    if (asked.remove(to) && self.phase() == Phase.JOINING) {
      step.trace(new SwimTrace.JoinProgress(to, "no answer: " + reason));
    }
  }

  /// Since when this node's view is what it is.
  private void follow(Step step) {
    long own = view.digest();
    if (own != digest) {
      digest = own;
      digestSinceNanos = step.nowNanos();
      differs = false;
    }
  }

  private void agreed(Step step) {
    agreedNanos = step.nowNanos();
    differs = false;
    follow(step);
    // While many start, two that know the same few know next to nothing.
    if (step.nowNanos() - digestSinceNanos >= config.reconciliation().intervalNanos()) {
      catchUpsLeft = 0;
    }
  }

  private boolean isMember(Address address) {
    MemberTable table = view.table();
    for (int slot = 0; slot < table.slots(); slot++) {
      if (table.has(slot) && table.address(slot).equals(address) && table.participates(slot)) {
        return true;
      }
    }
    return false;
  }

  private boolean refuses(Step step, KnownClaim joiner) {
    String reason = admission.refusal(joiner.claim().id(), joiner.profile());
    if (reason != null) {
      Address to = joiner.profile().address();
      step.stream(to, new SwimMessage.JoinRefused(reason));
      step.trace(new SwimTrace.JoinProgress(to, "turned away: " + reason));
    }
    return reason != null;
  }

  private void open(Step step, Address to, String reason, boolean differs) {
    send(step, to, reason, reconciler.opening(differs));
  }

  private static void send(Step step, Address to, String reason, SwimMessage.Reconcile message) {
    step.trace(new SwimTrace.ReconciliationSent(to, reason, message.entries().size()));
    step.stream(to, message);
  }
}
