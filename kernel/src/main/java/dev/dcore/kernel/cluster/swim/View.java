package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.MalformedFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What this node believes, and all that follows when a belief changes: the event for watchers, the
/// rumor for others, the suspicion's timer, the evidence. Every claim and accusation from anywhere
/// goes through here.
final class View {
  private final SwimConfig config;
  private final Self self;
  private final MemberTable table;
  private final ProbeOrder order;
  private final RumorQueue rumors;
  private final Graves graves = new Graves();
  private final Burial burial;
  private final NameConflict conflict;
  private final KnownClaims known;
  private final LocalHealth health;
  private final Suspicions suspicions;
  private final Doubts doubts = new Doubts();
  private final List<NodeId> toObserve = new ArrayList<>();

  View(
      SwimConfig config,
      Self self,
      Choices choices,
      KnownClaims known,
      LocalHealth health,
      Stalls stalls) {
    this.health = health;
    this.suspicions = new Suspicions(config, stalls);
    this.known = known;
    this.config = config;
    this.self = self;
    this.table = new MemberTable(self.profile().name());
    this.conflict = new NameConflict(self, table);
    this.order = new ProbeOrder(table, self.id(), choices.choice("probe-shuffle"));
    this.rumors = new RumorQueue(config.gossip().transmitMultiplier());
    this.burial = new Burial(self, table, graves, order, suspicions, rumors);
  }

  Self self() {
    return self;
  }

  MemberTable table() {
    return table;
  }

  ProbeOrder order() {
    return order;
  }

  Suspicions suspicions() {
    return suspicions;
  }

  Burial burial() {
    return burial;
  }

  NameConflict conflict() {
    return conflict;
  }

  Graves graves() {
    return graves;
  }

  RumorQueue rumors() {
    return rumors;
  }

  /// How many take part, this node included.
  int size() {
    return table.participants() + 1;
  }

  /// A fingerprint of this node's whole view, itself included.
  long digest() {
    return table.digest() + ViewDigest.part(RankIndex.hash(self.id()), self.rank());
  }

  /// A member's name for traces, or its id when it is not known.
  String nameOf(NodeId id) {
    if (id.equals(self.id())) {
      return self.profile().name();
    }
    int slot = table.slot(id);
    if (slot != MemberTable.NONE) {
      return table.name(slot);
    }
    return id.equals(NodeId.NONE) ? "" : id.toString();
  }

  /// Takes in the rumors of one message.
  void hear(Step step, Rumors heard) {
    for (Claim claim : heard.claims()) {
      onClaim(step, claim);
    }
    for (Accusation accusation : heard.accusations()) {
      onAccusation(step, accusation);
    }
    for (Doubt doubt : heard.doubts()) {
      boolean targetKnown =
          doubt.target().equals(self.id()) || table.slot(doubt.target()) != MemberTable.NONE;
      if (targetKnown && table.slot(doubt.doubter()) != MemberTable.NONE) {
        onDoubt(step, doubt);
      }
    }
  }

  /// @return see [#onEntry]
  SwimMessage.@Nullable StateEntry onClaim(Step step, Claim claim) {
    return onEntry(step, new SwimMessage.StateEntry(claim, claim.state(), NodeId.NONE), true);
  }

  /// A claim and what the teller believes of it.
  ///
  /// @param passOn whether it may be news to others as well, and becomes a rumor
  /// @return what the teller has to hear, or null, see [Burial#contradict]
  SwimMessage.@Nullable StateEntry onEntry(Step step, SwimMessage.StateEntry told, boolean passOn) {
    Claim claim = told.claim();
    if (claim.id().equals(self.id())) {
      if (RankIndex.rank(claim.incarnation(), told.state()) > self.rank()) {
        refute(step, claim.incarnation(), told.accuser());
      }
      return null;
    }
    if (!table.isNews(claim.id(), claim.incarnation(), told.state())) {
      rumors.heard(claim.id(), RankIndex.rank(claim.incarnation(), told.state()));
      return null;
    }
    if (!isPlausible(step, claim)) {
      return null;
    }
    Graves.Grave grave = burial.covering(told);
    if (grave != null) {
      return burial.contradict(step, told, grave);
    }
    KnownClaim heard = read(step, claim);
    if (heard != null) {
      onNews(step, told, heard, passOn);
    }
    return null;
  }

  private boolean isPlausible(Step step, Claim claim) {
    boolean plausible = isWithinReach(claim);
    if (!plausible) {
      step.trace(new SwimTrace.ClaimUnreadable(claim.id().toString(), "its boot number leaps"));
    }
    return plausible;
  }

  private boolean isWithinReach(Claim claim) {
    int slot = table.slot(claim.id());
    if (slot != MemberTable.NONE) {
      return Claim.reachable(table.incarnation(slot), claim.incarnation());
    }
    Graves.Grave grave = graves.find(claim.id());
    return grave == null || Claim.reachable(grave.incarnation(), claim.incarnation());
  }

  /// A claim with its body, or null, traced, when that is not a profile.
  @Nullable KnownClaim read(Step step, Claim claim) {
    try {
      return known.read(claim);
    } catch (MalformedFrame e) {
      step.trace(new SwimTrace.ClaimUnreadable(claim.id().toString(), e.reason()));
      return null;
    }
  }

  private void onNews(Step step, SwimMessage.StateEntry told, KnownClaim heard, boolean passOn) {
    int before = table.slot(heard.claim().id());
    boolean tookPart = before != MemberTable.NONE && table.participates(before);
    MemberEvent.Kind change = table.merge(step.nowNanos(), heard, told.state(), told.accuser());
    if (change == null) {
      return;
    }
    boolean stranger = before == MemberTable.NONE;
    if (stranger) {
      graves.open(heard.claim().id());
    }
    int slot = stranger ? table.slot(heard.claim().id()) : before;
    if (table.participates(slot) && (stranger || !tookPart)) {
      order.add(slot, !stranger);
    }
    if (passOn && table.state(slot) != MemberState.DEAD) {
      Accusation accusation = table.accusation(slot);
      if (accusation != null) {
        rumors.add(accusation);
      } else {
        switch (change) {
          case JOINED -> rumors.addJoin(table.claim(slot));
          case REFUTED, REVIVED, RESTARTED -> rumors.addUrgent(table.claim(slot));
          default -> rumors.add(table.claim(slot));
        }
      }
    }
    changed(step, slot, change);
    if (stranger && table.participates(slot)) {
      for (int replaced : table.replacedBy(slot)) {
        step.effects()
            .add(
                new SwimEffect.MemberChanged(
                    new MemberEvent(MemberEvent.Kind.REPLACED, table.view(replaced))));
      }
    }
  }

  /// Somebody accuses somebody.
  void onAccusation(Step step, Accusation accusation) {
    if (accusation.target().equals(self.id())) {
      if (RankIndex.rank(accusation.incarnation(), accusation.state()) > self.rank()) {
        refute(step, accusation.incarnation(), accusation.accuser());
      } else if (config.suspicion().skeptical() && !rumors.holds(self.id())) {
        // Somebody missed the refutation, and may wait for it to the end.
        rumors.addUrgent(self.claim());
      }
      return;
    }
    int slot = table.slot(accusation.target());
    if (slot == MemberTable.NONE) {
      return;
    }
    if (accusation.verdict() == Verdict.FORGOTTEN) {
      Accusation doubt = burial.forgotten(step, slot, accusation);
      if (doubt != null) {
        onAccusation(step, doubt);
      }
      return;
    }
    if (accusation.state() == MemberState.DEAD && config.suspicion().skeptical()) {
      onDeclaredDead(step, slot, accusation);
      return;
    }
    MemberEvent.Kind change = table.accuse(step.nowNanos(), accusation);
    if (change != null) {
      rumors.add(accusation);
      changed(step, slot, change);
    } else if (accusation.state() == MemberState.SUSPECT
        && isCredible(accusation.accuser())
        && suspicions.confirm(slot, accusation.incarnation(), accusation.accuser())) {
      rumors.add(accusation);
      confirmed(step, slot, accusation.accuser());
    }
  }

  /// Somebody's suspicion had its time. Who could not hear the refutation says so as well, so this
  /// node lets its own suspicion have its shortest time before it believes that. All came under
  /// suspicion within the time that a rumor takes, so that costs little.
  private void onDeclaredDead(Step step, int slot, Accusation accusation) {
    MemberEvent.Kind change =
        table.accuse(
            step.nowNanos(),
            new Accusation(
                accusation.target(), accusation.incarnation(), false, accusation.accuser()));
    if (change != null) {
      changed(step, slot, change);
    }
    if (suspicions.declare(slot, accusation.incarnation())) {
      rumors.add(accusation);
    }
  }

  /// Who is suspect itself may be the one that does not hear.
  private boolean isCredible(NodeId accuser) {
    int slot = table.slot(accuser);
    return !config.suspicion().skeptical()
        || slot == MemberTable.NONE
        || table.state(slot) == MemberState.ALIVE;
  }

  /// An operator says so here. The accusation goes to the accused as well: who lives refutes it.
  void forceLeave(Step step, NodeId member) {
    int slot = table.slot(member);
    if (slot != MemberTable.NONE && !self.claim().left()) {
      onAccusation(step, new Accusation(member, table.incarnation(slot), Verdict.LEFT, self.id()));
    }
  }

  /// Somebody, or this node itself, doubts somebody.
  private void onDoubt(Step step, Doubt doubt) {
    if (!doubts.news(doubt, order.schedule().epoch(), size())) {
      return;
    }
    rumors.add(doubt);
    step.effects()
        .add(new SwimEffect.Doubted(doubt.target(), doubt.incarnation(), doubt.doubter()));
    int slot = table.slot(doubt.target());
    if (slot != MemberTable.NONE) {
      String doubter = nameOf(doubt.doubter());
      step.trace(new SwimTrace.MemberDoubted(table.name(slot), doubt.incarnation(), doubter));
    }
  }

  /// Hardly any of this node's own direct pings to that member were answered.
  void doubt(Step step, NodeId target) {
    int slot = table.slot(target);
    if (slot != MemberTable.NONE && table.participates(slot)) {
      long epoch = order.schedule().epoch();
      onDoubt(step, new Doubt(target, table.incarnation(slot), self.id(), epoch));
    }
  }

  /// The members that came under suspicion since this was last asked, by others' word, and still
  /// take part: the same message may have ended that.
  List<Integer> takeToObserve() {
    if (toObserve.isEmpty()) {
      return List.of();
    }
    List<Integer> taken = new ArrayList<>();
    for (NodeId member : toObserve) {
      int slot = table.slot(member);
      if (slot != MemberTable.NONE && table.participates(slot)) {
        taken.add(slot);
      }
    }
    toObserve.clear();
    return taken;
  }

  /// The member that is alive at this address, or [MemberTable#NONE].
  int aliveAt(Address address) {
    for (int slot = 0; slot < table.slots(); slot++) {
      if (table.has(slot)
          && table.state(slot) == MemberState.ALIVE
          && table.address(slot).equals(address)) {
        return slot;
      }
    }
    return MemberTable.NONE;
  }

  /// This node's own probe failed.
  void suspect(Step step, Probe probe) {
    Accusation accusation = new Accusation(probe.target(), probe.incarnation(), false, self.id());
    MemberEvent.Kind change = table.accuse(step.nowNanos(), accusation);
    if (change != null) {
      int slot = table.slot(probe.target());
      table.evidence(slot).addAll(probe.log());
      rumors.add(accusation);
      changed(step, slot, change);
      return;
    }
    int slot = table.slot(probe.target());
    if (slot != MemberTable.NONE && suspicions.confirm(slot, accusation.incarnation(), self.id())) {
      table.evidence(slot).addAll(probe.log());
      rumors.add(accusation);
      confirmed(step, slot, self.id());
    }
  }

  /// Declares those dead whose suspicion had its time.
  void onSuspicionRound(Step step) {
    for (int slot : suspicions.due(step, size())) {
      NodeId accuser = table.accuser(slot);
      int agreed = suspicions.accusers(slot).size();
      table
          .evidence(slot)
          .add(step.nowNanos(), Evidence.Kind.SUSPICION_EXPIRED, "", "nobody refuted it in time");
      step.trace(new SwimTrace.SuspicionExpired(table.name(slot), agreed));
      Accusation fatal = new Accusation(table.id(slot), table.incarnation(slot), true, accuser);
      MemberEvent.Kind change = table.accuse(step.nowNanos(), fatal);
      if (change != null) {
        rumors.add(fatal);
        changed(step, slot, change);
      }
    }
    suspicions.arm(step);
  }

  private void refute(Step step, long accused, NodeId accuser) {
    Claim claim = self.rise(accused);
    if (claim == null) {
      step.trace(new SwimTrace.AccusationIgnored(accused, nameOf(accuser)));
      return;
    }
    rumors.addUrgent(claim);
    health.refuted();
    step.trace(new SwimTrace.Refuted(accused, claim.incarnation(), nameOf(accuser)));
    publish(step, MemberEvent.Kind.UPDATED);
  }

  /// This node's own row changed.
  void publish(Step step, MemberEvent.Kind kind) {
    step.effects().add(new SwimEffect.MemberChanged(new MemberEvent(kind, self.view())));
  }

  private void changed(Step step, int slot, MemberEvent.Kind kind) {
    record(step, slot, kind);
    NodeId accuser = table.accuser(slot);
    if (table.state(slot) == MemberState.SUSPECT) {
      suspicions.begin(step, slot, table.incarnation(slot), accuser);
      if (!accuser.equals(self.id())) {
        toObserve.add(table.id(slot));
      }
    } else {
      suspicions.end(slot);
    }
    String accuserName = accuser.equals(NodeId.NONE) ? "" : nameOf(accuser);
    step.trace(
        new SwimTrace.ViewChanged(
            table.name(slot), kind.label(), table.incarnation(slot), accuserName));
    step.effects()
        .add(new SwimEffect.MemberChanged(new MemberEvent(kind, table.view(slot), accuserName)));
    if (!table.participates(slot)) {
      burial.thin(step, slot);
    }
  }

  /// Another's own probe failed as well, or this node's did.
  private void confirmed(Step step, int slot, NodeId accuser) {
    add(step, slot, Evidence.Kind.CONFIRMED, nameOf(accuser));
    step.trace(
        new SwimTrace.SuspicionConfirmed(
            table.name(slot), table.incarnation(slot), nameOf(accuser)));
  }

  private void record(Step step, int slot, MemberEvent.Kind kind) {
    switch (kind) {
      case SUSPECTED -> {
        boolean own = table.accuser(slot).equals(self.id());
        Evidence.Kind how = own ? Evidence.Kind.SUSPECTED : Evidence.Kind.SUSPICION_HEARD;
        add(step, slot, how, own ? "" : nameOf(table.accuser(slot)));
      }
      case DIED -> {
        if (!table.evidence(slot).endsWith(Evidence.Kind.SUSPICION_EXPIRED)) {
          add(step, slot, Evidence.Kind.DEATH_HEARD, nameOf(table.accuser(slot)));
        }
      }
      case REFUTED, REVIVED, RESTARTED -> add(step, slot, Evidence.Kind.REFUTED, table.name(slot));
      case LEFT -> {
        boolean own = table.claim(slot).left();
        add(
            step,
            slot,
            own ? Evidence.Kind.LEFT : Evidence.Kind.FORCED_TO_LEAVE,
            own ? table.name(slot) : nameOf(table.accuser(slot)));
      }
      case JOINED, UPDATED, REAPED, REPLACED -> {}
    }
  }

  private void add(Step step, int slot, Evidence.Kind kind, String via) {
    table.evidence(slot).add(step.nowNanos(), kind, via, "");
  }
}
