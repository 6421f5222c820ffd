package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.BuggifyPoint;
import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.topology.Coordinate;
import dev.dcore.kernel.cluster.topology.Neighbours;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.Frame;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Failure detection: each period pings one member; without an answer in time it asks relays and
/// tries a stream; without any by the period's end it suspects (SWIM section 3.1; the stream as in
/// memberlist).
final class Probing {
  /// What a ping's or ack's own fields take at most, encoded.
  private static final int PING_FIELDS_BYTES_MAX = 64;

  /// An indirect ping also carries an address.
  private static final int INDIRECT_FIELDS_BYTES_MAX = 340;

  private final SwimConfig config;
  private final Self self;
  private final View view;
  private final Neighbours neighbours;
  private final Relays relays = new Relays();
  private final Choice relayChoice;
  private final BuggifyPoint noRumors;
  private final BuggifyPoint dropAnswer;
  private long nextSequence;
  private @Nullable Probe current;

  Probing(SwimConfig config, Self self, View view, Neighbours neighbours, Choices choices) {
    this.neighbours = neighbours;
    this.config = config;
    this.self = self;
    this.view = view;
    this.relayChoice = choices.choice("relay");
    // An answer to the last life of this node must not pass for one to this.
    this.nextSequence = choices.choice("first-sequence").between(1, 1 << 16);
    this.noRumors = choices.buggify("no-rumors-on-ping", 0.2);
    this.dropAnswer = choices.buggify("answer-not-sent", 0.02);
  }

  /// Ends the last period's probe and begins the next.
  void onPeriod(Step step) {
    Probe ended = current;
    current = null;
    if (ended != null && !ended.answered() && hadItsTime(step, ended)) {
      ended
          .log()
          .add(
              step.nowNanos(), Evidence.Kind.NO_ANSWER, "", "by the end of the period, on no path");
      step.trace(new SwimTrace.ProbeFailed(ended.name(), ended.sequence()));
      view.suspect(step, ended);
    }
    int target = view.order().next();
    if (target != MemberTable.NONE) {
      start(step, target);
    }
    step.timerIn(new SwimTimer.ProbePeriod(), config.probe().periodNanos());
  }

  /// Relays must have had about half a period. After a short pause of this process they had not,
  /// and the answer may lie unread in the socket.
  private boolean hadItsTime(Step step, Probe probe) {
    return probe.escalated()
        && step.nowNanos() - probe.escalatedNanos()
            >= (config.probe().periodNanos() - config.probe().timeoutNanos()) / 2;
  }

  /// Forgets the probe under way: this process was paused, so its silence proves nothing.
  void abandon(Step step) {
    if (current != null) {
      step.cancel(new SwimTimer.PingTimeout(current.sequence()));
      current = null;
    }
  }

  void onPingTimeout(Step step, long sequence) {
    Probe probe = current;
    if (probe == null || probe.sequence() != sequence || probe.answered()) {
      return;
    }
    EvidenceLog log = probe.log();
    probe.escalate(step.nowNanos());
    neighbours.missed(step.nowNanos(), probe.target());
    log.add(probe.startedNanos(), Evidence.Kind.PING_SENT, "", probe.address().toString());
    log.add(step.nowNanos(), Evidence.Kind.PING_TIMED_OUT, "", probe.address().toString());
    MemberTable table = view.table();
    int target = table.slot(probe.target());
    List<Integer> asked =
        table.pick(
            config.probe().relays(),
            relayChoice,
            slot -> slot != target && table.participates(slot));
    StringJoiner names = new StringJoiner(",");
    for (int relay : asked) {
      names.add(table.name(relay));
      log.add(step.nowNanos(), Evidence.Kind.RELAY_ASKED, table.name(relay), "");
      step.datagram(
          table.address(relay),
          new SwimMessage.IndirectPing(
              sequence, probe.target(), probe.address(), rumors(relay, INDIRECT_FIELDS_BYTES_MAX)));
    }
    log.add(step.nowNanos(), Evidence.Kind.STREAM_TRIED, "", probe.address().toString());
    step.stream(
        probe.address(),
        new SwimMessage.StreamPing(sequence, probe.target(), self.profile().address()));
    step.trace(new SwimTrace.ProbeEscalated(probe.name(), sequence, names.toString()));
  }

  void onPing(Step step, NodeId sender, Address from, SwimMessage.Ping ping) {
    int known = view.table().slot(sender);
    if (known != MemberTable.NONE) {
      neighbours.heard(step.nowNanos(), sender);
    }
    if (ping.target().equals(self.id()) && !dropAnswer.fires()) {
      step.datagram(
          from,
          new SwimMessage.Ack(
              ping.sequence(),
              self.id(),
              rumors(known, PING_FIELDS_BYTES_MAX),
              neighbours.coordinate()));
    }
  }

  void onIndirectPing(Step step, Address from, SwimMessage.IndirectPing ping) {
    long own = nextSequence++;
    relays.add(
        own,
        new Relays.Pending(
            from, ping.sequence(), step.nowNanos() + 2 * config.probe().periodNanos()),
        step.nowNanos());
    step.datagram(
        ping.targetAddress(),
        new SwimMessage.Ping(
            own, ping.target(), rumors(view.table().slot(ping.target()), PING_FIELDS_BYTES_MAX)));
  }

  void onAck(Step step, NodeId sender, SwimMessage.Ack ack) {
    Relays.Pending relayed = relays.take(ack.sequence());
    if (relayed != null) {
      step.datagram(
          relayed.requester(),
          new SwimMessage.Ack(
              relayed.sequence(),
              ack.target(),
              rumors(MemberTable.NONE, PING_FIELDS_BYTES_MAX),
              null));
      return;
    }
    boolean direct = sender.equals(ack.target());
    answered(step, ack.sequence(), ack.target(), direct ? "direct" : "relay", ack.coordinate());
  }

  void onStreamPing(Step step, SwimMessage.StreamPing ping) {
    if (ping.target().equals(self.id())) {
      step.stream(ping.replyTo(), new SwimMessage.StreamAck(ping.sequence(), self.id()));
    }
  }

  void onStreamAck(Step step, SwimMessage.StreamAck ack) {
    answered(step, ack.sequence(), ack.target(), "stream", null);
  }

  void onStreamClosed(Step step, Address to, String reason) {
    Probe probe = current;
    if (probe != null && probe.escalated() && probe.address().equals(to)) {
      probe.log().add(step.nowNanos(), Evidence.Kind.STREAM_FAILED, "", reason);
    }
  }

  private void start(Step step, int target) {
    Probe probe = new Probe(view.table(), target, nextSequence++, step.nowNanos());
    current = probe;
    step.trace(new SwimTrace.ProbeStarted(probe.name(), probe.sequence()));
    step.datagram(
        probe.address(),
        new SwimMessage.Ping(
            probe.sequence(), probe.target(), rumors(target, PING_FIELDS_BYTES_MAX)));
    step.timerIn(new SwimTimer.PingTimeout(probe.sequence()), config.probe().timeoutNanos());
  }

  private void answered(
      Step step, long sequence, NodeId target, String path, @Nullable Coordinate coordinate) {
    Probe probe = current;
    if (probe == null
        || probe.sequence() != sequence
        || probe.answered()
        || !probe.target().equals(target)) {
      return;
    }
    probe.answer();
    long rtt = step.nowNanos() - probe.startedNanos();
    if (path.equals("direct")) {
      int slot = view.table().slot(target);
      if (slot != MemberTable.NONE) {
        view.table().rttNanos(slot, rtt);
        neighbours.answered(step.nowNanos(), target, rtt, coordinate);
      }
    }
    step.cancel(new SwimTimer.PingTimeout(sequence));
    step.trace(new SwimTrace.ProbeAnswered(probe.name(), sequence, path, rtt));
  }

  private Rumors rumors(int receiver, int fieldBytes) {
    // A stranger, or who forges one, shall not use up what members have to hear.
    if (receiver == MemberTable.NONE || noRumors.fires()) {
      return Rumors.NONE;
    }
    return view.rumors()
        .take(
            Frame.DATAGRAM_BODY_BYTES_MAX - fieldBytes,
            view.size(),
            view.table().accusation(receiver));
  }
}
