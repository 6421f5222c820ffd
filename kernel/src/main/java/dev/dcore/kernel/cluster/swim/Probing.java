package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.base.Mix;
import dev.dcore.kernel.cluster.topology.Coordinate;
import dev.dcore.kernel.cluster.topology.Neighbours;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Failure detection, the prober's side: each period pings one member; without an answer in time it
/// asks relays and tries a stream; without any in time it suspects (SWIM section 3.1; the stream as
/// in memberlist). A member that others suspect, or whose stream broke, is probed at once.
final class Probing {
  /// So many suspects at once are a partition; what is not probed now comes up in its period.
  private static final int PROBES_MAX = 64;

  private final SwimConfig config;
  private final Self self;
  private final View view;
  private final Pings pings;
  private final Neighbours neighbours;
  private final LocalHealth health;
  private final Stalls stalls;
  private final Doubting doubting;
  private final Choice relayChoice;
  private final List<Probe> probes = new ArrayList<>();

  Probing(
      SwimConfig config,
      Self self,
      View view,
      Pings pings,
      Neighbours neighbours,
      LocalHealth health,
      Stalls stalls,
      Doubting doubting,
      Choices choices) {
    this.neighbours = neighbours;
    this.config = config;
    this.self = self;
    this.view = view;
    this.pings = pings;
    this.health = health;
    this.stalls = stalls;
    this.doubting = doubting;
    this.relayChoice = choices.choice("relay");
  }

  /// @param diverged whether others hold other views for good, see [Reconciliation#diverged]: then
  ///   whom the schedule leaves to them may be nobody's
  void onPeriod(Step step, boolean diverged) {
    ProbeOrder order = view.order();
    order.schedule().advance();
    boolean scheduled = config.probe().scheduled() && !diverged;
    int target = scheduled ? order.scheduled() : order.random();
    if (target != MemberTable.NONE) {
      start(step, target);
    }
    step.timerIn(new SwimTimer.ProbePeriod(), health.stretch(config.probe().periodNanos()));
  }

  /// Others suspect this member: a few, the same whoever asks, probe it themselves, so that it
  /// hears of it at once, and that the accuser's word is soon confirmed or refuted.
  void observe(Step step, int slot) {
    long draw =
        Mix.combine(
            Mix.combine(self.id().low(), view.table().id(slot).low()),
            view.table().incarnation(slot));
    boolean chosen = Math.unsignedMultiplyHigh(draw, view.size()) < config.suspicion().observers();
    if (chosen) {
      start(step, slot);
    }
  }

  /// Whoever is about to be declared dead is asked whether it lives: its answer brings the
  /// refutation that this node may have missed. It decides nothing by itself.
  void ask(Step step, int slot) {
    MemberTable table = view.table();
    long target = Pings.shortened(table.id(slot));
    step.datagram(table.address(slot), pings.ping(pings.nextSequence(), target, slot));
  }

  /// Forgets the probes under way: this process was paused, so their silence proves nothing.
  void abandon(Step step) {
    for (Probe probe : probes) {
      cancel(step, probe);
    }
    probes.clear();
  }

  /// The direct ping had its time.
  void onPingTimeout(Step step, long sequence) {
    Probe probe = find(sequence);
    if (probe == null || probe.escalated()) {
      return;
    }
    SwimTimer again = new SwimTimer.PingTimeout(sequence);
    if (owed(step, probe, again)) {
      return;
    }
    probe.escalate();
    neighbours.missed(step.nowNanos(), probe.target());
    EvidenceLog log = probe.log();
    log.add(probe.startedNanos(), Evidence.Kind.PING_SENT, "", probe.address().toString());
    log.add(step.nowNanos(), Evidence.Kind.PING_TIMED_OUT, "", probe.address().toString());
    String names = askRelays(step, probe);
    if (config.probe().stream()) {
      log.add(step.nowNanos(), Evidence.Kind.STREAM_TRIED, "", probe.address().toString());
      step.stream(
          probe.address(),
          new SwimMessage.StreamPing(sequence, probe.target(), self.profile().address()));
    }
    step.trace(new SwimTrace.ProbeEscalated(probe.name(), sequence, names));
    step.timerIn(
        new SwimTimer.ProbeDeadline(sequence), health.stretch(config.probe().indirectNanos()));
    doubting.begin(step, probe);
  }

  /// The detours had their time.
  void onDeadline(Step step, long sequence) {
    Probe probe = find(sequence);
    if (probe == null || owed(step, probe, new SwimTimer.ProbeDeadline(sequence))) {
      return;
    }
    probes.remove(probe);
    if (config.health().nacks() && probe.relaysAsked() > 0) {
      health.failed(probe.relaysSilent());
    } else {
      health.failedAlone();
    }
    probe.log().add(step.nowNanos(), Evidence.Kind.NO_ANSWER, "", "in time, on no path");
    step.trace(new SwimTrace.ProbeFailed(probe.name(), sequence));
    view.suspect(step, probe);
  }

  /// A relay has no answer either.
  void onNack(long sequence) {
    Probe probe = find(sequence);
    if (probe != null) {
      probe.nack();
    }
  }

  void onAck(Step step, NodeId sender, SwimMessage.Ack ack) {
    boolean direct = ack.target() == 0;
    long target = direct ? Pings.shortened(sender) : ack.target();
    answered(step, ack.sequence(), target, direct ? "direct" : "relay", ack.coordinate());
  }

  void onStreamAck(Step step, SwimMessage.StreamAck ack) {
    answered(step, ack.sequence(), Pings.shortened(ack.target()), "stream", null);
  }

  /// A stream that breaks can mean that its peer is gone; it is a reason to ask, no verdict.
  void onStreamClosed(Step step, Address to, String reason) {
    boolean probed = false;
    for (Probe probe : probes) {
      if (probe.address().equals(to)) {
        probed = true;
        if (probe.escalated()) {
          probe.log().add(step.nowNanos(), Evidence.Kind.STREAM_FAILED, "", reason);
        }
      }
    }
    if (config.probe().hints() && !probed) {
      int slot = view.aliveAt(to);
      if (slot != MemberTable.NONE) {
        start(step, slot);
      }
    }
  }

  /// The target of a probe did not answer its ping, and answered another one now.
  void answeredLater(Step step, NodeId target) {
    for (Probe probe : probes) {
      if (probe.target().equals(target)) {
        answered(step, probe.sequence(), Pings.shortened(target), "direct, later", null);
        return;
      }
    }
  }

  private void start(Step step, int slot) {
    NodeId target = view.table().id(slot);
    if (probes.size() >= PROBES_MAX || isProbed(target)) {
      return;
    }
    Probe probe =
        new Probe(view.table(), slot, pings.nextSequence(), step.nowNanos(), stalls.lateNanos());
    probes.add(probe);
    step.trace(new SwimTrace.ProbeStarted(probe.name(), probe.sequence()));
    step.datagram(probe.address(), pings.ping(probe.sequence(), Pings.shortened(target), slot));
    step.timerIn(
        new SwimTimer.PingTimeout(probe.sequence()), health.stretch(config.probe().timeoutNanos()));
  }

  private String askRelays(Step step, Probe probe) {
    MemberTable table = view.table();
    int target = table.slot(probe.target());
    StringJoiner names = new StringJoiner(",");
    for (int relay :
        table.pick(
            config.probe().relays(),
            relayChoice,
            slot -> slot != target && table.participates(slot))) {
      names.add(table.name(relay));
      probe.log().add(step.nowNanos(), Evidence.Kind.RELAY_ASKED, table.name(relay), "");
      probe.relayAsked();
      step.datagram(table.address(relay), pings.indirect(probe, relay));
    }
    return names.toString();
  }

  /// When this process stood still the probe gets that time back, but not more than it had.
  private boolean owed(Step step, Probe probe, SwimTimer again) {
    long stalled = probe.stalled(stalls.lateNanos());
    if (stalled > 0) {
      step.timerIn(again, Math.min(stalled, health.stretch(config.probe().timeoutNanos())));
    }
    return stalled > 0;
  }

  private void answered(
      Step step, long sequence, long target, String path, @Nullable Coordinate coordinate) {
    Probe probe = find(sequence);
    if (probe == null || Pings.shortened(probe.target()) != target) {
      return;
    }
    probes.remove(probe);
    cancel(step, probe);
    health.answered();
    long rtt = step.nowNanos() - probe.startedNanos();
    if (path.equals("direct")) {
      int slot = view.table().slot(probe.target());
      if (slot != MemberTable.NONE) {
        view.table().rttNanos(slot, rtt);
        neighbours.answered(step.nowNanos(), probe.target(), rtt, coordinate);
      }
    }
    step.trace(new SwimTrace.ProbeAnswered(probe.name(), sequence, path, rtt));
  }

  private static void cancel(Step step, Probe probe) {
    step.cancel(
        probe.escalated()
            ? new SwimTimer.ProbeDeadline(probe.sequence())
            : new SwimTimer.PingTimeout(probe.sequence()));
  }

  private boolean isProbed(NodeId target) {
    for (Probe probe : probes) {
      if (probe.target().equals(target)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Probe find(long sequence) {
    for (Probe probe : probes) {
      if (probe.sequence() == sequence) {
        return probe;
      }
    }
    return null;
  }
}
