package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.cluster.events.EventMessage;
import dev.dcore.kernel.cluster.events.EventMessages;
import dev.dcore.kernel.cluster.events.Events;
import dev.dcore.kernel.cluster.events.EventsEffect;
import dev.dcore.kernel.cluster.events.EventsInput;
import dev.dcore.kernel.cluster.events.UserEvent;
import dev.dcore.kernel.cluster.swim.Swim;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.transport.Address;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The seam between user events, membership, which knows to whom they go, and the node's ports.
final class Eventing {
  private final Events events;
  private final Swim swim;
  private final Wire wire;
  private final Consumer<Delivery> deliver;
  private final Consumer<TraceEvent> trace;
  private final BooleanSupplier stopsHere;
  private long roundNanos = Long.MAX_VALUE;

  /// @param stopsHere whether the node has halted, or does so now, between two effects
  Eventing(
      Swim swim,
      Wire wire,
      Consumer<Delivery> deliver,
      Consumer<TraceEvent> trace,
      BooleanSupplier stopsHere) {
    this.stopsHere = stopsHere;
    this.swim = swim;
    this.wire = wire;
    this.deliver = deliver;
    this.trace = trace;
    this.events =
        new Events(
            new Events.Peers() {
              @Override
              public int size() {
                return swim.size();
              }

              @Override
              public List<Address> pick(int count) {
                return swim.pickPeers(count);
              }
            });
  }

  /// When it wants to be woken, or `Long.MAX_VALUE`.
  long deadlineNanos() {
    return roundNanos;
  }

  void start(long nowNanos, NodeIdentity identity) {
    step(nowNanos, new EventsInput.Start(identity));
  }

  void onSend(long nowNanos, Command.SendEvent send) {
    if (swim.phase() != Phase.UP && swim.phase() != Phase.DRAINING) {
      String why = "the node is " + swim.phase().name().toLowerCase(Locale.ROOT) + ", not up";
      deliver.accept(new Delivery.EventSent(send.ticket(), why, 0));
      return;
    }
    step(
        nowNanos,
        new EventsInput.Send(send.ticket(), send.name(), send.payload(), send.coalesced()));
  }

  void onReceived(long nowNanos, NodeId sender, Address from, EventMessage message) {
    Address back =
        switch (message) {
          case EventMessage.Spread _, EventMessage.AskTime _, EventMessage.TimeIs _ -> from;
          case EventMessage.Recent _, EventMessage.Have _, EventMessage.Missed _ -> member(sender);
        };
    if (back != null) {
      step(nowNanos, new EventsInput.Received(back, message));
    }
  }

  /// Streams go to members only, where this node knows them to be.
  private @Nullable Address member(NodeId sender) {
    @Nullable Member member = swim.member(sender);
    return member == null ? null : member.address();
  }

  void onWoken(long nowNanos) {
    if (nowNanos >= roundNanos) {
      roundNanos = Long.MAX_VALUE;
      step(nowNanos, new EventsInput.RoundDue());
    }
  }

  private void step(long nowNanos, EventsInput input) {
    Effects<EventsEffect> effects = this::carryOut;
    events.step(nowNanos, input, effects);
  }

  private void carryOut(EventsEffect effect) {
    if (stopsHere.getAsBoolean()) {
      return;
    }
    switch (effect) {
      case EventsEffect.SendDatagram(Address to, EventMessage message) ->
          wire.datagram(to, EventMessages.TABLE, message);
      case EventsEffect.SendStream(Address to, EventMessage message) ->
          wire.stream(to, 0, EventMessages.TABLE, message);
      case EventsEffect.SetRound(long deadline) -> roundNanos = deadline;
      case EventsEffect.Happened(UserEvent event) ->
          deliver.accept(new Delivery.EventHappened(event, nameOf(event.origin())));
      case EventsEffect.Sent(long ticket, String refused, long time) ->
          deliver.accept(new Delivery.EventSent(ticket, refused, time));
      case EventsEffect.Trace(var event) -> trace.accept(event);
    }
  }

  /// A member that is not known, or not any more, has its id for a name.
  private String nameOf(NodeId origin) {
    @Nullable Member member = swim.member(origin);
    return member == null ? origin.toString() : member.name();
  }
}
