package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.MalformedFrame;
import org.jspecify.annotations.Nullable;

/// What this node believes, and all that follows when a belief changes: the event for watchers, the
/// rumor for others, the suspicion's timer, the evidence. Every claim and accusation from anywhere
/// goes through here.
final class View {
  private final SwimConfig config;
  private final Self self;
  private final MemberTable table = new MemberTable();
  private final ProbeOrder order;
  private final RumorQueue rumors;
  private final KnownClaims known;

  View(SwimConfig config, Self self, Choices choices, KnownClaims known) {
    this.known = known;
    this.config = config;
    this.self = self;
    this.order = new ProbeOrder(choices.choice("probe-insertion"), choices.choice("probe-shuffle"));
    this.rumors = new RumorQueue(config.gossip().transmitMultiplier());
  }

  MemberTable table() {
    return table;
  }

  ProbeOrder order() {
    return order;
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
    return table.digest() + ViewDigest.part(self.id(), self.incarnation(), self.claim().state());
  }

  /// A member's name for traces, or its id when it is not known.
  String nameOf(NodeId id) {
    if (id.equals(self.id())) {
      return self.profile().name();
    }
    MemberEntry entry = table.find(id);
    if (entry != null) {
      return entry.name();
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
  }

  void onClaim(Step step, Claim claim) {
    onEntry(step, new SwimMessage.StateEntry(claim, claim.state(), NodeId.NONE), true);
  }

  /// A claim and what the teller believes of it.
  ///
  /// @param passOn whether it may be news to others as well, and becomes a rumor
  void onEntry(Step step, SwimMessage.StateEntry told, boolean passOn) {
    Claim claim = told.claim();
    if (claim.id().equals(self.id())) {
      if (RankIndex.rank(claim.incarnation(), told.state()) > ownRank()) {
        refute(step, claim.incarnation(), told.accuser());
      }
      return;
    }
    if (!table.isNews(claim.id(), claim.incarnation(), told.state())) {
      return;
    }
    KnownClaim heard = read(step, claim);
    if (heard != null) {
      onNews(step, told, heard, passOn);
    }
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
    MemberEntry before = table.find(heard.claim().id());
    boolean suspected = before != null && before.state() == MemberState.SUSPECT;
    MemberEvent.Kind change = table.merge(step.nowNanos(), heard, told.state(), told.accuser());
    MemberEntry entry = before == null ? table.find(heard.claim().id()) : before;
    if (entry == null || change == null) {
      return;
    }
    if (before == null) {
      order.add(entry);
    }
    if (passOn && entry.state() != MemberState.DEAD) {
      Accusation accusation = entry.accusation();
      rumors.add(accusation == null ? entry.claim() : accusation);
    }
    changed(step, entry, change, suspected);
    if (before == null && entry.state().participates()) {
      for (MemberEntry replaced : table.replacedBy(entry)) {
        step.effects()
            .add(
                new SwimEffect.MemberChanged(
                    new MemberEvent(MemberEvent.Kind.REPLACED, replaced.view())));
      }
    }
  }

  /// Somebody accuses somebody.
  void onAccusation(Step step, Accusation accusation) {
    if (accusation.target().equals(self.id())) {
      if (RankIndex.rank(accusation.incarnation(), accusation.state()) > ownRank()) {
        refute(step, accusation.incarnation(), accusation.accuser());
      }
      return;
    }
    MemberEntry entry = table.find(accusation.target());
    if (entry == null) {
      return;
    }
    boolean suspected = entry.state() == MemberState.SUSPECT;
    MemberEvent.Kind change = table.accuse(step.nowNanos(), accusation);
    if (change != null) {
      rumors.add(accusation);
      changed(step, entry, change, suspected);
    }
  }

  /// This node's own probe failed.
  void suspect(Step step, Probe probe) {
    MemberEntry entry = probe.target();
    Accusation accusation = new Accusation(entry.id(), probe.incarnation(), false, self.id());
    MemberEvent.Kind change = table.accuse(step.nowNanos(), accusation);
    if (change != null) {
      entry.evidence().addAll(probe.log());
      rumors.add(accusation);
      changed(step, entry, change, false);
    }
  }

  /// The suspicion of this member had its time.
  void onSuspicionTimeout(Step step, NodeId member) {
    MemberEntry entry = table.find(member);
    if (entry == null || entry.state() != MemberState.SUSPECT) {
      return;
    }
    entry
        .evidence()
        .add(step.nowNanos(), Evidence.Kind.SUSPICION_EXPIRED, "", "nobody refuted it in time");
    onAccusation(step, new Accusation(entry.id(), entry.incarnation(), true, entry.accuser()));
  }

  /// After a pause nobody had a chance to be heard: all suspicions start anew.
  void restartSuspicions(Step step) {
    for (MemberEntry entry : table.entries()) {
      if (entry.state() == MemberState.SUSPECT) {
        startSuspicion(step, entry);
      }
    }
  }

  /// What this node says of itself; whatever ranks higher has to be refuted.
  private long ownRank() {
    return RankIndex.rank(self.incarnation(), self.claim().state());
  }

  private void refute(Step step, long accused, NodeId accuser) {
    Claim claim = self.rise(accused);
    if (claim == null) {
      step.trace(new SwimTrace.AccusationIgnored(accused, nameOf(accuser)));
      return;
    }
    rumors.add(claim);
    step.trace(new SwimTrace.Refuted(accused, claim.incarnation(), nameOf(accuser)));
    publish(step, MemberEvent.Kind.UPDATED);
  }

  /// This node's own row changed.
  void publish(Step step, MemberEvent.Kind kind) {
    step.effects().add(new SwimEffect.MemberChanged(new MemberEvent(kind, self.view())));
  }

  private void changed(Step step, MemberEntry entry, MemberEvent.Kind kind, boolean wasSuspected) {
    record(step, entry, kind);
    if (entry.state() == MemberState.SUSPECT) {
      startSuspicion(step, entry);
    } else if (wasSuspected) {
      step.cancel(new SwimTimer.SuspicionTimeout(entry.id()));
    }
    boolean accused = !entry.accuser().equals(NodeId.NONE);
    String accuser = accused ? nameOf(entry.accuser()) : "";
    step.trace(new SwimTrace.ViewChanged(entry.name(), kind.label(), entry.incarnation(), accuser));
    step.effects().add(new SwimEffect.MemberChanged(new MemberEvent(kind, entry.view(), accuser)));
  }

  private void startSuspicion(Step step, MemberEntry entry) {
    step.timerIn(
        new SwimTimer.SuspicionTimeout(entry.id()),
        Suspicion.timeoutNanos(
            config.suspicion().multiplier(), size(), config.probe().periodNanos()));
  }

  private void record(Step step, MemberEntry entry, MemberEvent.Kind kind) {
    switch (kind) {
      case SUSPECTED -> {
        boolean own = entry.accuser().equals(self.id());
        entry
            .evidence()
            .add(
                step.nowNanos(),
                own ? Evidence.Kind.SUSPECTED : Evidence.Kind.SUSPICION_HEARD,
                own ? "" : nameOf(entry.accuser()),
                "");
      }
      case DIED -> {
        if (!entry.evidence().endsWith(Evidence.Kind.SUSPICION_EXPIRED)) {
          entry
              .evidence()
              .add(step.nowNanos(), Evidence.Kind.DEATH_HEARD, nameOf(entry.accuser()), "");
        }
      }
      case REFUTED, REVIVED, RESTARTED ->
          entry.evidence().add(step.nowNanos(), Evidence.Kind.REFUTED, entry.name(), "");
      case LEFT -> entry.evidence().add(step.nowNanos(), Evidence.Kind.LEFT, entry.name(), "");
      case JOINED, UPDATED, REPLACED -> {}
    }
  }
}
