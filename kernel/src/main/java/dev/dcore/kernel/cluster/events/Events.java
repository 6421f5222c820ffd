package dev.dcore.kernel.cluster.events;

import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.Protocol;
import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.transport.Address;
import dev.dcore.kernel.transport.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Spreads user events by gossip of their own: each round, while there are any, one datagram to
/// each of a few random members. So events take no room from what membership says, which has
/// datagrams of its own, and membership none from them; the most that they take of the network is
/// [#FANOUT] datagrams a round.
///
/// ```text
///   Send --(first of this life: AskTime, TimeIs)--> make --> queue --round--> Spread --> others
///   Received Spread --> heard before? outdated? --> queue, Happened
/// ```
public final class Events implements Protocol<EventsInput, EventsEffect> {
  /// As membership's.
  static final long ROUND_NANOS = Duration.ofMillis(100).toNanos();

  /// To so many members a round.
  static final int FANOUT = 3;

  /// Each member sends an event `ln(n)` times and this much more: of n members `e^-10` are expected
  /// to miss it, and at a quarter of all datagrams lost one in a thousand (SWIM section 4.1;
  /// Eugster et al., "Epidemic Information Dissemination in Distributed Systems", IEEE Computer
  /// 37(5), 2004). There is no second way by which it could come, as membership has.
  private static final int SENDS_MORE = 10;

  /// So many rounds an event waits for the others' time; a restarted node would else begin at 1,
  /// and its coalesced events would be taken for old.
  private static final int ASK_ROUNDS_MAX = 3;

  /// Own events that wait for the time; further ones are refused.
  private static final int WAITING_MAX = 32;

  /// What a message's own fields take at most, encoded.
  private static final int FIELDS_BYTES_MAX = 8;

  /// The members of a cluster, for who gossips to them.
  public interface Peers {
    /// This node included.
    int size();

    /// Up to so many others that take part, at random.
    List<Address> pick(int count);
  }

  private final Peers peers;
  private final EventQueue queue = new EventQueue();
  private final List<EventsInput.Send> waiting = new ArrayList<>();
  private @Nullable UserEvents events;
  private boolean knowsTime;
  private int askRounds;
  private int asked;
  private boolean roundSet;

  public Events(Peers peers) {
    this.peers = peers;
  }

  @Override
  public void step(long nowNanos, EventsInput input, Effects<EventsEffect> effects) {
    if (input instanceof EventsInput.Start(NodeIdentity identity)) {
      Invariant.check(events == null, "a node starts once");
      events = new UserEvents(identity);
      return;
    }
    UserEvents known = events;
    if (known == null) {
      if (input instanceof EventsInput.Send send) {
        effects.add(new EventsEffect.Sent(send.ticket(), "the node has not started yet", 0));
      }
      return;
    }
    switch (input) {
      case EventsInput.Start _ -> throw new AssertionError("handled above");
      case EventsInput.Send send -> onSend(known, send, effects);
      case EventsInput.Received(Address from, EventMessage message) -> {
        switch (message) {
          case EventMessage.Spread(List<UserEvent> heard) -> onSpread(known, heard, effects);
          case EventMessage.AskTime _ ->
              effects.add(
                  new EventsEffect.SendDatagram(from, new EventMessage.TimeIs(known.time())));
          case EventMessage.TimeIs(long time) -> onTime(known, time, effects);
        }
      }
      case EventsInput.RoundDue _ -> onRound(known, effects);
    }
    arm(nowNanos, effects);
  }

  /// How often each member sends an event in a cluster of so many.
  static int sendsMax(int members) {
    return SENDS_MORE + (int) StrictMath.ceil(StrictMath.log(members));
  }

  private void onSend(UserEvents known, EventsInput.Send send, Effects<EventsEffect> effects) {
    if (knowsTime || peers.size() == 1) {
      send(known, send, effects);
    } else if (waiting.size() >= WAITING_MAX) {
      effects.add(new EventsEffect.Sent(send.ticket(), tooMany(), 0));
    } else {
      waiting.add(send);
      if (askRounds == 0) {
        ask(effects);
      }
    }
  }

  private void send(UserEvents known, EventsInput.Send send, Effects<EventsEffect> effects) {
    if (!queue.hasRoom(send.name(), send.coalesced())) {
      effects.add(new EventsEffect.Sent(send.ticket(), tooMany(), 0));
      return;
    }
    UserEvent made;
    try {
      made = known.make(send.name(), send.payload(), send.coalesced());
    } catch (IllegalArgumentException e) {
      effects.add(new EventsEffect.Sent(send.ticket(), String.valueOf(e.getMessage()), 0));
      return;
    }
    take(made, effects);
    effects.add(new EventsEffect.Sent(send.ticket(), "", made.time()));
  }

  private void onSpread(UserEvents known, List<UserEvent> heard, Effects<EventsEffect> effects) {
    for (UserEvent event : heard) {
      if (known.hear(event)) {
        take(event, effects);
      }
    }
  }

  /// Of all that were asked the latest time counts, so all have a round to answer.
  private void onTime(UserEvents known, long time, Effects<EventsEffect> effects) {
    known.hear(time);
    asked--;
    if (asked == 0 && askRounds > 0) {
      release(known, effects);
    }
  }

  private void onRound(UserEvents known, Effects<EventsEffect> effects) {
    roundSet = false;
    if (!waiting.isEmpty()) {
      if (askRounds >= ASK_ROUNDS_MAX) {
        release(known, effects);
      } else {
        ask(effects);
      }
    }
    if (queue.isEmpty()) {
      return;
    }
    int sendsMax = sendsMax(peers.size());
    for (Address peer : peers.pick(FANOUT)) {
      List<UserEvent> taken =
          queue.take(Frame.DATAGRAM_BODY_BYTES_MAX - FIELDS_BYTES_MAX, sendsMax);
      if (!taken.isEmpty()) {
        effects.add(new EventsEffect.SendDatagram(peer, new EventMessage.Spread(taken)));
      }
    }
    if (peers.size() == 1) {
      queue.clear(); // There is nobody to tell, and who comes later is told nothing of the past.
    }
  }

  private void ask(Effects<EventsEffect> effects) {
    askRounds++;
    List<Address> some = peers.pick(FANOUT);
    asked = some.size();
    some.forEach(
        peer -> effects.add(new EventsEffect.SendDatagram(peer, new EventMessage.AskTime())));
  }

  private void release(UserEvents known, Effects<EventsEffect> effects) {
    knowsTime = true;
    List<EventsInput.Send> released = List.copyOf(waiting);
    waiting.clear();
    released.forEach(send -> send(known, send, effects));
  }

  private void take(UserEvent event, Effects<EventsEffect> effects) {
    for (UserEvent displaced : queue.add(event)) {
      effects.add(
          new EventsEffect.Trace(new EventsTrace.Displaced(displaced.name(), displaced.time())));
    }
    effects.add(
        new EventsEffect.Trace(
            new EventsTrace.Happened(event.name(), event.time(), event.origin().toString())));
    effects.add(new EventsEffect.Happened(event));
  }

  private void arm(long nowNanos, Effects<EventsEffect> effects) {
    if (!roundSet && !(queue.isEmpty() && waiting.isEmpty())) {
      roundSet = true;
      effects.add(new EventsEffect.SetRound(nowNanos + ROUND_NANOS));
    }
  }

  private static String tooMany() {
    return "too many events are under way: send it again in a second";
  }
}
