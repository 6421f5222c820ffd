package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.BuggifyPoint;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.TimerQueue;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberEvent;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.cluster.events.EventMessages;
import dev.dcore.kernel.cluster.seeding.Snapshot;
import dev.dcore.kernel.cluster.stable.KnownViews;
import dev.dcore.kernel.cluster.stable.Stable;
import dev.dcore.kernel.cluster.stable.StableConfig;
import dev.dcore.kernel.cluster.stable.StableEffect;
import dev.dcore.kernel.cluster.stable.StableInput;
import dev.dcore.kernel.cluster.stable.StableMessage;
import dev.dcore.kernel.cluster.stable.StableMessages;
import dev.dcore.kernel.cluster.stable.StableTimer;
import dev.dcore.kernel.cluster.stable.StableTrace;
import dev.dcore.kernel.cluster.stable.StableView;
import dev.dcore.kernel.cluster.swim.Evidence;
import dev.dcore.kernel.cluster.swim.KnownClaims;
import dev.dcore.kernel.cluster.swim.Swim;
import dev.dcore.kernel.cluster.swim.SwimEffect;
import dev.dcore.kernel.cluster.swim.SwimInput;
import dev.dcore.kernel.cluster.swim.SwimMessage;
import dev.dcore.kernel.cluster.swim.SwimMessages;
import dev.dcore.kernel.cluster.swim.SwimTimer;
import dev.dcore.kernel.cluster.swim.SwimTrace;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.messaging.Outcome;
import dev.dcore.kernel.messaging.RequestMessage;
import dev.dcore.kernel.messaging.RequestMessages;
import dev.dcore.kernel.messaging.Requests;
import dev.dcore.kernel.messaging.RequestsEffect;
import dev.dcore.kernel.messaging.RequestsInput;
import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.TransportEvent;
import org.jspecify.annotations.Nullable;

/// One node: its protocols, composed. Confined to its loop, which steps it with one input at a
/// time.
///
/// ```text
///   Start -> Boot (SlotPair on Disk) -> Swim <-> Wire -> Transport
///                                        |  ^      ^ ^
///                          MemberChanged |  |      | +--- Eventing (Events)
///                              +---------+  |      |         |
///                              v         v  |      |         v
///             Outlet <------ Stable    Explanations, Surveys <-> Requests
/// ```
///
/// An effect that goes to another protocol is stepped there, with all that follows, before the next
/// effect of the first: so the order is the same in both worlds.
public final class NodeRuntime {
  private final Ports ports;
  private final Swim swim;
  private final Stable stable;
  private final Requests requests;
  private final Explanations explanations;
  private final Surveys surveys;
  private final Eventing eventing;
  private final Storing storing;
  private final Grouping grouping;
  private final Boot boot;
  private final Remembering remembering;
  private final Wire wire;
  private final Wire.Family<StableMessage> stableMessages;
  private final Effects<SwimEffect> swimEffects = this::carryOut;
  private final Effects<StableEffect> stableEffects = this::carryOut;
  private final Effects<RequestsEffect> requestsEffects = this::carryOut;
  private final TimerQueue<SwimTimer> swimTimers = new TimerQueue<>();
  private final TimerQueue<StableTimer> stableTimers = new TimerQueue<>();
  private final TimerQueue<Long> requestTimers = new TimerQueue<>();
  private final BuggifyPoint crashBetweenEffects;
  private final boolean traceSteps;
  private long nowNanos = Long.MIN_VALUE;
  private long alarmNanos = Long.MAX_VALUE;
  private long lastTicket;
  private @Nullable NodeIdentity identity;
  private @Nullable Snapshot remembered;
  private boolean started;
  private boolean halted;

  /// @param choices the node's own randomness
  public NodeRuntime(NodeConfig config, Ports ports, Choices choices) {
    this(config, ports, choices, KnownClaims.UNSHARED, KnownViews.UNSHARED);
  }

  /// @param known shares what is known of members among the nodes of one process
  /// @param views likewise, stable views
  public NodeRuntime(
      NodeConfig config, Ports ports, Choices choices, KnownClaims known, KnownViews views) {
    this.ports = ports;
    this.swim = new Swim(config.swim(), config.settings(), choices.of("swim"), known);
    this.stable = new Stable(StableConfig.DEFAULT, swim, choices.of("stable"), views);
    this.requests = new Requests(config.settings().address());
    this.boot = new Boot(ports.disk(), ports.entropy(), this::onBooted, this::halt);
    this.remembering = new Remembering(ports, swim::snapshot, this::onRemembered, this::trace);
    this.wire =
        new Wire(
            config.cluster(),
            ports.transport(),
            (from, reason) -> trace(new RuntimeTrace.FrameDropped(from.toString(), reason)));
    this.stableMessages =
        new Wire.Family<>(
            StableMessages.TABLE,
            StableMessages::onDatagrams,
            StableMessages::onStreams,
            (sender, _, message) -> toStable(new StableInput.Received(sender, message)));
    wire.add(
        new Wire.Family<>(
            SwimMessages.TABLE,
            SwimMessages::isDatagram,
            code -> !SwimMessages.isDatagram(code),
            (sender, from, message) -> toSwim(new SwimInput.Received(sender, from, message))));
    wire.add(
        new Wire.Family<>(
            RequestMessages.TABLE,
            _ -> false,
            _ -> true,
            (sender, _, message) -> toRequests(new RequestsInput.Received(sender, message))));
    wire.add(stableMessages);
    this.storing = new Storing(ports, config, this::deliver, this::trace);
    this.grouping =
        new Grouping(
            config,
            () -> nowNanos,
            ports,
            swim,
            wire,
            choices.of("raft"),
            this::nextTicket,
            this::toRequests,
            this::deliver,
            this::trace);
    this.eventing = new Eventing(swim, wire, this::deliver, this::trace, this::stopsHere);
    wire.add(
        new Wire.Family<>(
            EventMessages.TABLE,
            EventMessages::isDatagram,
            code -> !EventMessages.isDatagram(code),
            (sender, from, message) -> eventing.onReceived(nowNanos, sender, from, message)));
    this.explanations =
        new Explanations(swim, this::nextTicket, this::toSwim, this::toRequests, this::deliver);
    this.surveys = new Surveys(swim, this::nextTicket, this::toRequests, this::deliver);
    this.crashBetweenEffects = choices.of("runtime").buggify("crash-between-effects", 0.000_02);
    this.traceSteps = ports.tracer().wants(TraceEvent.Level.STEP);
  }

  /// Takes one input and carries out all that follows.
  ///
  /// @param now nanoseconds of a monotonic clock
  public void step(long now, RuntimeInput input) {
    Invariant.check(now >= nowNanos, "the monotonic clock went back");
    nowNanos = now;
    if (halted) {
      return;
    }
    switch (input) {
      case RuntimeInput.Start _ -> {
        remembering.load(nowNanos);
        boot.start(nowNanos);
      }
      case RuntimeInput.Woken _ -> onWoken();
      case RuntimeInput.Network(TransportEvent event) -> onNetwork(event);
      case RuntimeInput.Storage(DiskEvent event) -> onStorage(event);
      case RuntimeInput.Asked(Command command) -> onCommand(command);
    }
    setAlarm();
  }

  private void onWoken() {
    alarmNanos = Long.MAX_VALUE;
    TimerQueue.Due<SwimTimer> timer = swimTimers.poll(nowNanos);
    while (timer != null && !halted) {
      toSwim(new SwimInput.TimerFired(timer.key(), timer.deadlineNanos()));
      timer = swimTimers.poll(nowNanos);
    }
    TimerQueue.Due<StableTimer> look = stableTimers.poll(nowNanos);
    while (look != null && !halted) {
      toStable(new StableInput.TimerFired(look.key()));
      look = stableTimers.poll(nowNanos);
    }
    TimerQueue.Due<Long> request = requestTimers.poll(nowNanos);
    while (request != null && !halted) {
      toRequests(new RequestsInput.TimedOut(request.key()));
      request = requestTimers.poll(nowNanos);
    }
    if (!halted) {
      remembering.onWoken(nowNanos);
      eventing.onWoken(nowNanos);
      storing.onWoken(nowNanos);
      grouping.onWoken();
    }
  }

  private void onStorage(DiskEvent event) {
    if (boot.owns(event)) {
      boot.onDisk(nowNanos, event);
    } else if (storing.owns(event)) {
      storing.onDisk(nowNanos, event);
    } else if (grouping.owns(event)) {
      grouping.onDisk(event);
    } else {
      Invariant.check(remembering.owns(event), "a completion that nobody waits for");
      remembering.onDisk(nowNanos, event);
    }
  }

  private void onNetwork(TransportEvent event) {
    switch (event) {
      case TransportEvent.DatagramReceived(Address from, byte[] bytes) -> {
        if (started) {
          wire.receiveDatagram(from, bytes);
        }
      }
      case TransportEvent.StreamReceived(long stream, Address from, byte[] bytes) -> {
        if (started) {
          wire.receiveStreamFrame(from, bytes);
        }
        ports.transport().consumed(stream, bytes.length);
      }
      case TransportEvent.StreamFull(Address to, long ticket) -> {
        trace(new RuntimeTrace.StreamRefused(to.toString()));
        grouping.onStreamLost(to);
        if (ticket != 0) {
          toRequests(new RequestsInput.StreamFull(ticket));
        }
      }
      // What a full stream refused is repeated by a timer or failed to its caller; nobody waits.
      case TransportEvent.StreamWritable _ -> {}
      case TransportEvent.StreamClosed(Address to, String reason) -> {
        toSwim(new SwimInput.StreamClosed(to, reason));
        toRequests(new RequestsInput.StreamClosed(to, reason));
        grouping.onStreamLost(to);
      }
    }
  }

  private void onCommand(Command command) {
    switch (command) {
      case Command.Leave _ -> {
        if (started) {
          toSwim(new SwimInput.Leave());
        } else {
          halt("told to leave before it had started");
        }
      }
      case Command.Join(Address member) -> toSwim(new SwimInput.Join(member));
      case Command.SetMetadata(var metadata) -> {
        toSwim(new SwimInput.SetMetadata(metadata));
        remembering.onChange(nowNanos);
      }
      case Command.Drain(long ticket, boolean on) -> {
        toSwim(new SwimInput.Drain(on));
        deliver(new Delivery.Drained(ticket, swim.phase()));
      }
      case Command.ForceLeave(long ticket, String name) -> {
        Member before = swim.member(name);
        if (before != null) {
          toSwim(new SwimInput.ForceLeave(before.id()));
        }
        deliver(new Delivery.ForcedToLeave(ticket, before));
      }
      case Command.UseSeeds(var seeds, String trouble) ->
          toSwim(new SwimInput.SeedsFound(seeds, trouble));
      case Command.ListMembers(long ticket) ->
          deliver(new Delivery.Members(ticket, swim.members()));
      case Command.AskHealth(long ticket) ->
          deliver(new Delivery.Health(ticket, swim.viewAgreement(), swim.localHealth()));
      case Command.Explain explain -> explanations.onExplain(explain);
      case Command.SendEvent send -> eventing.onSend(nowNanos, send);
      case Command.UseStore use -> storing.onRequest(nowNanos, use);
      case Command.OfGroup ofGroup -> grouping.onCommand(ofGroup);
      case Command.Survey survey -> surveys.onSurvey(nowNanos, survey);
    }
  }

  private void onBooted(NodeIdentity booted) {
    trace(new RuntimeTrace.Booted(booted.id().toString(), booted.boot()));
    identity = booted;
    begin();
  }

  private void onRemembered(Snapshot snapshot) {
    remembered = snapshot;
    begin();
  }

  /// The identity and the memory come from the disk in any order; only the first is indispensable.
  private void begin() {
    NodeIdentity own = identity;
    Snapshot snapshot = remembered;
    if (own == null || snapshot == null) {
      return;
    }
    started = true;
    wire.sender(own);
    toRequests(new RequestsInput.Start(own.boot()));
    toStable(new StableInput.Start(own));
    eventing.start(nowNanos, own);
    storing.start(own);
    grouping.start(own);
    toSwim(new SwimInput.Start(own, snapshot));
  }

  private void toSwim(SwimInput input) {
    traceStep(swim, input);
    swim.step(nowNanos, input, swimEffects);
  }

  private void toStable(StableInput input) {
    traceStep(stable, input);
    stable.step(nowNanos, input, stableEffects);
  }

  private void toRequests(RequestsInput input) {
    traceStep(requests, input);
    requests.step(nowNanos, input, requestsEffects);
  }

  private void carryOut(SwimEffect effect) {
    if (stopsHere()) {
      return;
    }
    switch (effect) {
      case SwimEffect.SendDatagram(Address to, SwimMessage message) -> {
        traceRoute(message, "Transport.sendDatagram");
        wire.datagram(to, SwimMessages.TABLE, message);
      }
      case SwimEffect.SendStream(Address to, SwimMessage message) -> {
        traceRoute(message, "Transport.sendStream");
        wire.stream(to, 0, SwimMessages.TABLE, message);
      }
      case SwimEffect.SetTimer(SwimTimer timer, long deadline) -> {
        traceRoute(timer, "TimerQueue.set");
        swimTimers.set(timer, deadline);
      }
      case SwimEffect.CancelTimer(SwimTimer timer) -> {
        traceRoute(timer, "TimerQueue.cancel");
        swimTimers.cancel(timer);
      }
      case SwimEffect.Doubted(NodeId target, long incarnation, NodeId doubter) ->
          toStable(new StableInput.Doubted(doubter, target, incarnation));
      case SwimEffect.PeerMarked(NodeId peer, int mark) ->
          toStable(new StableInput.PeerMarked(peer, mark));
      case SwimEffect.MemberChanged(MemberEvent event) -> onMemberChanged(event);
      case SwimEffect.NameLost(String reason) -> halt(reason);
      case SwimEffect.PhaseChanged(Phase phase, String detail) -> {
        toStable(new StableInput.PhaseChanged(phase));
        deliver(new Delivery.PhaseChanged(phase, detail));
      }
      case SwimEffect.EvidenceFound(long ticket, Evidence evidence) ->
          explanations.onEvidence(ticket, evidence);
      case SwimEffect.Trace(SwimTrace event) -> trace(event);
    }
  }

  private void carryOut(StableEffect effect) {
    if (stopsHere()) {
      return;
    }
    switch (effect) {
      case StableEffect.Send(Address to, StableMessage message) -> {
        traceRoute(message, "Transport.send");
        wire.send(to, stableMessages, message);
      }
      case StableEffect.SetTimer(StableTimer timer, long deadline) ->
          stableTimers.set(timer, deadline);
      case StableEffect.CancelTimer(StableTimer timer) -> stableTimers.cancel(timer);
      case StableEffect.ViewChanged(StableView view, boolean member) -> {
        toSwim(new SwimInput.StableMark(view.mark()));
        deliver(new Delivery.StableViewChanged(view, member));
      }
      case StableEffect.Trace(StableTrace event) -> trace(event);
    }
  }

  private void carryOut(RequestsEffect effect) {
    if (stopsHere()) {
      return;
    }
    switch (effect) {
      case RequestsEffect.SendStream(Address to, long id, RequestMessage message) -> {
        traceRoute(message, "Transport.sendStream");
        wire.stream(to, id, RequestMessages.TABLE, message);
      }
      case RequestsEffect.SetTimer(long id, long deadline) -> requestTimers.set(id, deadline);
      case RequestsEffect.CancelTimer(long id) -> requestTimers.cancel(id);
      case RequestsEffect.Completed(long ticket, Outcome outcome) -> {
        // Tickets are given once, so only one of them knows this one.
        explanations.onCompleted(ticket, outcome);
        surveys.onCompleted(ticket, outcome);
        grouping.onCompleted(ticket, outcome);
      }
      case RequestsEffect.Serve serve -> onServe(serve);
    }
  }

  private void onServe(RequestsEffect.Serve serve) {
    switch (serve.subject()) {
      case Explanations.SUBJECT -> explanations.onServe(serve);
      case Surveys.SUBJECT -> surveys.onServe(nowNanos, serve);
      case GroupCalls.SUBJECT -> grouping.onServe(serve);
      default -> {
        String reason = "no handler for \"" + serve.subject() + "\"";
        toRequests(new RequestsInput.Answered(serve.caller(), new Outcome.Rejected(reason)));
      }
    }
  }

  /// A death is routed to the requests that wait for the dead before anybody outside hears of it.
  private void onMemberChanged(MemberEvent event) {
    switch (event.kind()) {
      case DIED, LEFT, RESTARTED ->
          toRequests(
              new RequestsInput.MemberGone(
                  event.member().id(), event.member().name() + " " + event.kind().label()));
      case REAPED, REPLACED -> swim.neighbours().forget(event.member().id());
      case JOINED, SUSPECTED, REFUTED, REVIVED, UPDATED -> {}
    }
    switch (event.kind()) {
      case JOINED, DIED, LEFT, REVIVED, RESTARTED, REAPED -> {
        if (!swim.isSelf(event.member().id())) {
          remembering.onChange(nowNanos);
        }
      }
      case SUSPECTED, REFUTED, UPDATED, REPLACED -> {}
    }
    deliver(new Delivery.MemberChanged(event));
    grouping.onMemberChanged(event);
    toStable(new StableInput.MemberChanged(event));
  }

  private boolean stopsHere() {
    if (!halted && crashBetweenEffects.fires()) {
      halt("buggified: a crash between two effects");
    }
    return halted;
  }

  private void halt(String reason) {
    if (!halted) {
      halted = true;
      trace(new RuntimeTrace.Halted(reason));
      deliver(new Delivery.Failed(reason));
    }
  }

  private void setAlarm() {
    long next = Math.min(swimTimers.nextDeadlineNanos(), requestTimers.nextDeadlineNanos());
    next = Math.min(next, stableTimers.nextDeadlineNanos());
    next = Math.min(next, remembering.deadlineNanos());
    next = Math.min(next, Math.min(eventing.deadlineNanos(), storing.deadlineNanos()));
    next = Math.min(next, grouping.deadlineNanos());
    if (next != alarmNanos && !halted) {
      alarmNanos = next;
      ports.alarm().wakeAt(next);
    }
  }

  private long nextTicket() {
    return ++lastTicket;
  }

  private void deliver(Delivery delivery) {
    ports.outlet().deliver(delivery);
  }

  private void trace(TraceEvent event) {
    if (ports.tracer().wants(event.level())) {
      ports.tracer().trace(nowNanos, event);
    }
  }

  private void traceStep(Object protocol, Object input) {
    if (traceSteps) {
      trace(new RuntimeTrace.Stepped(StepText.name(protocol), StepText.describe(input)));
    }
  }

  private void traceRoute(Object effect, String to) {
    if (traceSteps) {
      trace(new RuntimeTrace.Routed(StepText.name(effect), to));
    }
  }
}
