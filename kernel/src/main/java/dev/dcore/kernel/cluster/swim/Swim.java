package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.Protocol;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.Members;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.cluster.ProtocolRange;
import dev.dcore.kernel.cluster.seeding.SeedList;
import dev.dcore.kernel.cluster.seeding.Snapshot;
import dev.dcore.kernel.cluster.topology.Neighbours;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.transport.Address;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Membership of one node: routes each input to the part that it concerns, and owns the node's
/// lifecycle.
///
/// ```text
///            Received, TimerFired, StreamClosed, commands
///                              |
///        +-----------+---------+----------+-----------+
///        v           v                    v           v
///     Probing    Gossiping         Reconciliation  evidence
///        |           |                    |
///        +-----------+----> View <--------+      every claim and accusation
///                            |
///               MemberTable, RumorQueue, ProbeOrder
/// ```
public final class Swim implements Protocol<SwimInput, SwimEffect>, Members {
  /// Who remembers a cluster of which nobody answers is up alone after this long.
  private static final long ALONE_AFTER_NANOS = Duration.ofSeconds(5).toNanos();

  /// Small beside the hours for which the gone are listed.
  private static final long REAP_PERIOD_NANOS = Duration.ofMinutes(1).toNanos();

  private final SwimConfig config;
  private final Settings settings;
  private final Choices choices;
  private final Choice firstProbe;
  private final Choice remembered;
  private final Choice peer;
  private final KnownClaims known;
  private final SeedList seeds;
  private @Nullable Parts parts;

  /// What a node is told of itself before it starts.
  ///
  /// @param name unique in its cluster
  /// @param address where others reach it
  /// @param seeds whom it asks to join, itself not counted; with none, neither told nor found nor
  ///   remembered, it begins a cluster
  /// @param seedsAwaited whether others will be named by [SwimInput.SeedsFound]
  /// @param protocol which versions it speaks
  public record Settings(
      String name,
      Address address,
      Metadata metadata,
      List<Address> seeds,
      boolean seedsAwaited,
      ProtocolRange protocol) {
    public Settings {
      seeds = List.copyOf(seeds);
    }

    /// With all seeds there are.
    public Settings(String name, Address address, Metadata metadata, List<Address> seeds) {
      this(name, address, metadata, seeds, false, ProtocolRange.OURS);
    }
  }

  /// Exists from the moment the identity is known.
  private record Parts(
      Self self,
      View view,
      LocalHealth health,
      Stalls stalls,
      Probing probing,
      Answering answering,
      Doubting doubting,
      Gossiping gossiping,
      Reconciliation reconciliation,
      Neighbours neighbours) {}

  /// @param known shares what is known of members with other nodes of this process
  public Swim(SwimConfig config, Settings settings, Choices choices, KnownClaims known) {
    this.known = known;
    this.config = config;
    this.settings = settings;
    this.choices = choices;
    this.seeds = new SeedList(settings.address(), settings.seeds(), settings.seedsAwaited());
    this.firstProbe = choices.choice("first-probe");
    this.remembered = choices.choice("remembered");
    this.peer = choices.choice("peer");
  }

  @Override
  public void step(long nowNanos, SwimInput input, Effects<SwimEffect> effects) {
    Step step = new Step(nowNanos, effects);
    if (input instanceof SwimInput.Start(NodeIdentity identity, Snapshot snapshot)) {
      onStart(step, identity, snapshot);
      return;
    }
    if (input instanceof SwimInput.SeedsFound found) {
      onSeedsFound(step, found);
      return;
    }
    Parts running = parts;
    if (running == null || running.self.phase() == Phase.DOWN) {
      if (input instanceof SwimInput.FindEvidence(long ticket, String _)) {
        effects.add(new SwimEffect.EvidenceFound(ticket, null));
      }
      return;
    }
    switch (input) {
      case SwimInput.Start _, SwimInput.SeedsFound _ -> throw new AssertionError("handled above");
      case SwimInput.Received received -> onReceived(running, step, received);
      case SwimInput.TimerFired(SwimTimer timer, long deadline) ->
          onTimer(running, step, timer, deadline);
      case SwimInput.StreamClosed(Address to, String reason) -> {
        running.probing.onStreamClosed(step, to, reason);
        running.reconciliation.onStreamClosed(step, to, reason);
      }
      case SwimInput.SetMetadata(Metadata metadata) -> onSetMetadata(running, step, metadata);
      case SwimInput.Join(Address member) -> onJoin(running, step, member);
      case SwimInput.Drain(boolean on) -> onDrain(running, step, on);
      case SwimInput.ForceLeave(NodeId member) -> running.view.forceLeave(step, member);
      case SwimInput.StableMark(int mark) -> running.self.stableMark(mark);
      case SwimInput.Leave _ -> onLeave(running, step);
      case SwimInput.FindEvidence(long ticket, String member) ->
          effects.add(
              new SwimEffect.EvidenceFound(
                  ticket, new Lookup(running.self, running.view).evidence(nowNanos, member)));
    }
    for (int slot : running.view.takeToObserve()) {
      running.probing.observe(step, slot);
    }
    running.gossiping.arm(step);
  }

  @Override
  public List<Member> members() {
    Parts running = parts;
    return running == null ? List.of() : new Lookup(running.self, running.view).members();
  }

  @Override
  public @Nullable Member member(NodeId id) {
    Parts running = parts;
    return running == null ? null : new Lookup(running.self, running.view).member(id);
  }

  /// The member of this name or id, or null; of one name, one that takes part before the others.
  public @Nullable Member member(String nameOrId) {
    Parts running = parts;
    return running == null ? null : new Lookup(running.self, running.view).member(nameOrId);
  }

  /// This node's own lifecycle.
  public Phase phase() {
    Parts running = parts;
    return running == null ? Phase.STARTING : running.self.phase();
  }

  /// What to remember of the members over a restart.
  public Snapshot snapshot() {
    Parts running = parts;
    return running == null
        ? Snapshot.EMPTY
        : Remembrance.of(running.view, settings.metadata(), remembered);
  }

  /// How many signs there are that this node itself is at fault when others do not answer; 0 is
  /// well.
  public int localHealth() {
    Parts running = parts;
    return running == null ? 0 : running.health.score();
  }

  /// What share of the peers heard last hold just this node's view, from 0 to 1.
  public double viewAgreement() {
    Parts running = parts;
    return running == null ? 1 : running.reconciliation.agreement();
  }

  @Override
  public int participants() {
    Parts running = parts;
    return running == null ? 0 : running.view.size();
  }

  /// Whether this is the node's own id.
  public boolean isSelf(NodeId id) {
    Parts running = parts;
    return running != null && running.self.id().equals(id);
  }

  /// How many members take part, this node included.
  public int size() {
    Parts running = parts;
    return running == null ? 1 : running.view.size();
  }

  /// Up to so many others that take part, at random.
  public List<Address> pickPeers(int count) {
    Parts running = parts;
    if (running == null) {
      return List.of();
    }
    MemberTable table = running.view.table();
    return table.pick(count, peer, table::participates).stream().map(table::address).toList();
  }

  /// What its probes taught this node of the network. It exists once the node has started.
  public Neighbours neighbours() {
    return Invariant.present(parts, "a node that has not started has no neighbours").neighbours;
  }

  private void onStart(Step step, NodeIdentity identity, Snapshot snapshot) {
    Invariant.check(parts == null, "a node starts once");
    seeds.remember(snapshot.living().stream().map(Snapshot.Living::address).toList());
    Self self =
        new Self(
            identity,
            new Profile(
                settings.name(),
                settings.address(),
                snapshot.own().atStart(settings.metadata()),
                false,
                settings.protocol()));
    LocalHealth health = new LocalHealth(config.health().scoreMax());
    Stalls stalls = new Stalls(config.health().stallNanos(), config.health().silenceNanos());
    View view = new View(config, self, choices, known, health, stalls);
    Neighbours neighbours = new Neighbours(self.id());
    Pings pings = new Pings(config, view, neighbours, choices);
    Doubting doubting = new Doubting(config, view, pings, health, stalls);
    Parts running =
        new Parts(
            self,
            view,
            health,
            stalls,
            new Probing(config, self, view, pings, neighbours, health, stalls, doubting, choices),
            new Answering(config, self, view, pings, neighbours, choices),
            doubting,
            new Gossiping(config, view, choices),
            new Reconciliation(config, self, view, seeds, choices),
            neighbours);
    parts = running;
    Remembrance.bury(snapshot, view.graves());
    view.publish(step, MemberEvent.Kind.JOINED);
    step.timerIn(new SwimTimer.ReapRound(), REAP_PERIOD_NANOS);
    step.timerIn(new SwimTimer.ProbePeriod(), firstProbe.between(1, config.probe().periodNanos()));
    running.reconciliation.begin(step);
    if (seeds.nobody()) {
      enter(running, step, Phase.UP);
      return;
    }
    enter(running, step, Phase.JOINING);
    if (seeds.onlyRemembered()) {
      step.timerIn(new SwimTimer.JoinAlone(), ALONE_AFTER_NANOS);
    }
    running.reconciliation.join(step);
  }

  private void onSeedsFound(Step step, SwimInput.SeedsFound found) {
    boolean first = seeds.found(found.seeds(), found.trouble().isEmpty());
    step.trace(new SwimTrace.SeedsFound(found.seeds().size(), found.trouble()));
    Parts running = parts;
    if (running == null) {
      return;
    }
    running.reconciliation.onSeedsFound();
    if (running.self.phase() != Phase.JOINING) {
      return;
    }
    if (seeds.nobody()) {
      enter(running, step, Phase.UP);
      step.cancel(new SwimTimer.JoinRetry());
      return;
    }
    if (seeds.onlyRemembered()) {
      step.timerIn(new SwimTimer.JoinAlone(), ALONE_AFTER_NANOS);
    }
    if (!found.trouble().isEmpty()) {
      step.effects().add(new SwimEffect.PhaseChanged(Phase.JOINING, found.trouble()));
    } else if (first) {
      running.reconciliation.join(step);
    }
  }

  private void onReceived(Parts running, Step step, SwimInput.Received received) {
    View view = running.view;
    Probing probing = running.probing;
    if (view.table().slot(received.sender()) != MemberTable.NONE) {
      running.stalls.heard(step.nowNanos());
    }
    switch (received.message()) {
      case SwimMessage.Ping ping -> {
        view.hear(step, ping.rumors());
        running.reconciliation.onDigest(step, received.sender(), ping.digest());
        onMark(running, step, received.sender(), ping.mark());
        running.answering.onPing(step, received.sender(), received.from(), ping);
      }
      case SwimMessage.Ack ack -> {
        view.hear(step, ack.rumors());
        running.reconciliation.onDigest(step, received.sender(), ack.digest());
        if (ack.target() == 0) {
          onMark(running, step, received.sender(), ack.mark());
        }
        onAck(running, step, received.sender(), ack);
      }
      case SwimMessage.IndirectPing ping -> {
        view.hear(step, ping.rumors());
        running.answering.onIndirectPing(step, received.sender(), received.from(), ping);
      }
      case SwimMessage.Nack(long sequence) -> probing.onNack(sequence);
      case SwimMessage.Gossip(Rumors rumors) -> view.hear(step, rumors);
      case SwimMessage.StreamPing ping -> running.answering.onStreamPing(step, ping);
      case SwimMessage.StreamAck ack -> probing.onStreamAck(step, ack);
      case SwimMessage.Join join -> running.reconciliation.onJoin(step, received.sender(), join);
      case SwimMessage.Welcome welcome -> onWelcome(running, step, received.sender(), welcome);
      case SwimMessage.Reconcile reconcile ->
          running.reconciliation.onReconcile(step, received.sender(), reconcile);
      case SwimMessage.JoinRefused(String reason) -> {
        running.reconciliation.onJoinRefused(step, received.from(), reason);
        if (running.self.phase() == Phase.JOINING) {
          step.effects().add(new SwimEffect.PhaseChanged(Phase.JOINING, reason));
        }
      }
    }
  }

  private static void onMark(Parts running, Step step, NodeId peer, int mark) {
    if (mark != running.self.stableMark()) {
      step.effects().add(new SwimEffect.PeerMarked(peer, mark));
    }
  }

  private static void onAck(Parts running, Step step, NodeId sender, SwimMessage.Ack ack) {
    if (running.doubting.onAck(sender, ack)) {
      running.probing.answeredLater(step, sender);
    } else if (!running.answering.onAck(step, sender, ack)) {
      running.probing.onAck(step, sender, ack);
    }
  }

  private void onWelcome(Parts running, Step step, NodeId sender, SwimMessage.Welcome welcome) {
    boolean letIn = running.reconciliation.onWelcome(step, sender, welcome);
    if (!letIn) {
      return;
    }
    boolean merging = running.reconciliation.takeMerging();
    if (running.self.phase() == Phase.JOINING) {
      enter(running, step, Phase.UP);
      step.cancel(new SwimTimer.JoinRetry());
      step.cancel(new SwimTimer.JoinAlone());
    } else if (!merging) {
      return;
    }
    running.view.rumors().add(running.self.claim());
    running.reconciliation.catchUp(step);
  }

  private void onTimer(Parts running, Step step, SwimTimer timer, long deadlineNanos) {
    long stalled = running.stalls.fired(step.nowNanos(), deadlineNanos);
    if (stalled > config.probe().periodNanos()) {
      step.trace(new SwimTrace.WokeLate(stalled));
      running.health.stalled();
      running.probing.abandon(step);
      running.view.suspicions().restart(step);
    }
    switch (timer) {
      case SwimTimer.ProbePeriod _ -> {
        if (!leaving(running)) {
          running.probing.onPeriod(step, running.reconciliation.diverged(step));
          String lost = running.view.conflict().lost(step.nowNanos());
          if (lost != null) {
            onLeave(running, step);
            step.effects().add(new SwimEffect.NameLost(lost));
          }
        }
      }
      case SwimTimer.PingTimeout(long sequence) -> running.probing.onPingTimeout(step, sequence);
      case SwimTimer.ProbeDeadline(long sequence) -> running.probing.onDeadline(step, sequence);
      case SwimTimer.RelayTimeout(long sequence) ->
          running.answering.onRelayTimeout(step, sequence);
      case SwimTimer.FollowUp(NodeId member) -> running.doubting.onFollowUp(step, member);
      case SwimTimer.SuspicionRound _ -> onSuspicionRound(running, step);
      case SwimTimer.GossipRound _ -> {
        running.gossiping.onRound(step);
        if (leaving(running) && !running.view.rumors().holds(running.self.id())) {
          enter(running, step, Phase.DOWN);
        }
      }
      case SwimTimer.CatchUpRound _ -> {
        if (!leaving(running)) {
          running.reconciliation.onCatchUpRound(step);
        }
      }
      case SwimTimer.ReconnectRound _ -> {
        if (!leaving(running)) {
          running.reconciliation.onReconnectRound(step);
        }
      }
      case SwimTimer.JoinRetry _ -> {
        if (running.self.phase() == Phase.JOINING) {
          running.reconciliation.join(step);
        }
      }
      case SwimTimer.ReapRound _ -> {
        running.view.burial().reap(step, config.lifecycle());
        step.timerIn(new SwimTimer.ReapRound(), REAP_PERIOD_NANOS);
      }
      case SwimTimer.JoinAlone _ -> onJoinAlone(running, step);
      case SwimTimer.LeaveLinger _ -> enter(running, step, Phase.DOWN);
    }
  }

  /// Of those that this node remembers nobody answered: they may all be gone, or start later and
  /// ask this one.
  private void onJoinAlone(Parts running, Step step) {
    if (running.self.phase() == Phase.JOINING && seeds.onlyRemembered()) {
      enter(running, step, Phase.UP);
      step.cancel(new SwimTimer.JoinRetry());
    }
  }

  private static void onSuspicionRound(Parts running, Step step) {
    int others = running.view.table().participants();
    running.stalls.expect(step.nowNanos(), others, others - running.view.suspicions().size());
    running.view.onSuspicionRound(step);
    for (int slot : running.view.suspicions().toAsk(step, running.view.size())) {
      running.probing.ask(step, slot);
    }
  }

  private void onSetMetadata(Parts running, Step step, Metadata metadata) {
    if (!leaving(running)) {
      running.view.rumors().add(running.self.describe(metadata));
      running.view.publish(step, MemberEvent.Kind.UPDATED);
    }
  }

  private void onJoin(Parts running, Step step, Address member) {
    if (!leaving(running) && !member.equals(settings.address())) {
      running.reconciliation.join(step, member);
    }
  }

  /// Who is draining stays a member like any other. It can be undone, unlike leaving.
  private void onDrain(Parts running, Step step, boolean on) {
    Phase before = running.self.phase();
    if (before != (on ? Phase.UP : Phase.DRAINING)) {
      return;
    }
    running.view.rumors().add(running.self.drain(on));
    enter(running, step, on ? Phase.DRAINING : Phase.UP);
    running.view.publish(step, MemberEvent.Kind.UPDATED);
  }

  private void onLeave(Parts running, Step step) {
    if (leaving(running)) {
      return;
    }
    Claim last = running.self.leave();
    running.view.publish(step, MemberEvent.Kind.LEFT);
    enter(running, step, Phase.LEAVING);
    boolean alone = running.view.size() == 1 && !running.reconciliation.farewell(step);
    if (alone) {
      enter(running, step, Phase.DOWN);
      return;
    }
    running.view.rumors().add(last);
    running.gossiping.spread(step);
    step.timerIn(new SwimTimer.LeaveLinger(), config.lifecycle().leaveLingerNanos());
  }

  private static boolean leaving(Parts running) {
    return running.self.phase().compareTo(Phase.LEAVING) >= 0;
  }

  private static void enter(Parts running, Step step, Phase phase) {
    running.self.phase(phase);
    step.trace(new SwimTrace.PhaseEntered(phase.name().toLowerCase(Locale.ROOT)));
    step.effects().add(new SwimEffect.PhaseChanged(phase, ""));
  }
}
