package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.BuggifyPoint;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.topology.Neighbours;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;

/// Failure detection, the side of targets and relays: answers pings, passes on those of others, and
/// says so in time when they have no answer (Lifeguard section IV A: the nack).
final class Answering {
  /// A nack has to be back before the requester's time is over.
  private static final double NACK_SHARE = 0.6;

  private final SwimConfig config;
  private final Self self;
  private final View view;
  private final Pings pings;
  private final Neighbours neighbours;
  private final Relays relays = new Relays();
  private final BuggifyPoint dropAnswer;

  Answering(
      SwimConfig config,
      Self self,
      View view,
      Pings pings,
      Neighbours neighbours,
      Choices choices) {
    this.neighbours = neighbours;
    this.config = config;
    this.self = self;
    this.view = view;
    this.pings = pings;
    this.dropAnswer = choices.buggify("answer-not-sent", 0.02);
  }

  /// @return whether it was for this node
  boolean onPing(Step step, NodeId sender, Address from, SwimMessage.Ping ping) {
    int known = view.table().slot(sender);
    if (known != MemberTable.NONE) {
      neighbours.heard(step.nowNanos(), sender);
      view.order().schedule().hear(ping.epoch());
    }
    boolean own = ping.target() == Pings.shortened(self.id());
    if (own && !dropAnswer.fires()) {
      step.datagram(from, pings.ack(ping.sequence(), known));
    }
    return own;
  }

  /// The ping carries rumors only when a member asks for a member where this node knows it: they
  /// are not sent, and not counted as sent, to wherever somebody says.
  void onIndirectPing(Step step, NodeId sender, Address from, SwimMessage.IndirectPing ping) {
    MemberTable table = view.table();
    long own = pings.nextSequence();
    long target = Pings.shortened(ping.target());
    long expires = step.nowNanos() + 2 * config.probe().periodNanos();
    Relays.Pending pending = new Relays.Pending(from, ping.sequence(), target, expires);
    if (!relays.add(own, pending, step.nowNanos())) {
      return;
    }
    int known = table.slot(ping.target());
    boolean hears =
        known != MemberTable.NONE
            && table.slot(sender) != MemberTable.NONE
            && table.address(known).equals(ping.targetAddress());
    step.datagram(ping.targetAddress(), pings.ping(own, target, hears ? known : MemberTable.NONE));
    if (config.health().nacks()) {
      step.timerIn(
          new SwimTimer.RelayTimeout(own), (long) (NACK_SHARE * config.probe().indirectNanos()));
    }
  }

  /// Passes on the answer to a ping that this node sent for another.
  ///
  /// @return whether it was one
  boolean onAck(Step step, NodeId sender, SwimMessage.Ack ack) {
    Relays.Pending pending = relays.find(ack.sequence());
    if (pending == null) {
      return false;
    }
    if (ack.target() == 0 && pending.target() == Pings.shortened(sender)) {
      relays.take(ack.sequence());
      step.datagram(pending.requester(), Pings.relayed(pending.sequence(), pending.target()));
      if (config.health().nacks()) {
        step.cancel(new SwimTimer.RelayTimeout(ack.sequence()));
      }
    }
    return true;
  }

  /// The target has not answered in time; when it still does, that is passed on, too.
  void onRelayTimeout(Step step, long sequence) {
    Relays.Pending pending = relays.find(sequence);
    if (pending != null) {
      step.datagram(pending.requester(), new SwimMessage.Nack(pending.sequence()));
    }
  }

  void onStreamPing(Step step, SwimMessage.StreamPing ping) {
    if (ping.target().equals(self.id())) {
      step.stream(ping.replyTo(), new SwimMessage.StreamAck(ping.sequence(), self.id()));
    }
  }
}
