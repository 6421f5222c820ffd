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
///
/// Who was cut off meanwhile gets what it missed: while there were events within the last minutes
/// ([RecentEvents]), each member sends the digest of them to a random one now and then, and two
/// that differ exchange the events themselves (anti-entropy; Demers et al., "Epidemic algorithms
/// for replicated database maintenance", PODC 1987). An event older than a node's life is not for
/// it.
public final class Events implements Protocol<EventsInput, EventsEffect> {
  /// As membership's.
  static final long ROUND_NANOS = Duration.ofMillis(100).toNanos();

  /// To so many members a round.
  static final int FANOUT = 3;

  /// Each member sends an event `ln(n)` times and this much more: of n members `e^-10` are expected
  /// to miss it, and at a quarter of all datagrams lost one in a thousand (SWIM section 4.1;
  /// Eugster et al., "Epidemic Information Dissemination in Distributed Systems", IEEE Computer
  /// 37(5), 2004). The second way by which it could come takes many seconds.
  private static final int SENDS_MORE = 10;

  /// How often a digest is sent while there are recent events: a hundred bytes each.
  static final long COMPARE_NANOS = Duration.ofSeconds(10).toNanos();

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
  private final RecentEvents recent = new RecentEvents();
  private final List<EventsInput.Send> waiting = new ArrayList<>();
  private @Nullable UserEvents events;
  private boolean knowsTime;
  private int askRounds;
  private int asked;
  private long startedNanos;
  private long compareNanos;
  private long roundNanos = Long.MAX_VALUE;

  public Events(Peers peers) {
    this.peers = peers;
  }

  @Override
  public void step(long nowNanos, EventsInput input, Effects<EventsEffect> effects) {
    if (input instanceof EventsInput.Start(NodeIdentity identity)) {
      Invariant.check(events == null, "a node starts once");
      events = new UserEvents(identity);
      startedNanos = nowNanos;
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
      case EventsInput.Send send -> onSend(nowNanos, known, send, effects);
      case EventsInput.Received(Address from, EventMessage message) -> {
        switch (message) {
          case EventMessage.Spread(List<UserEvent> heard) ->
              onSpread(nowNanos, known, heard, effects);
          case EventMessage.AskTime _ ->
              effects.add(
                  new EventsEffect.SendDatagram(from, new EventMessage.TimeIs(known.time())));
          case EventMessage.TimeIs(long time) -> onTime(nowNanos, known, time, effects);
          case EventMessage.Recent(long digest) -> onRecent(from, digest, effects);
          case EventMessage.Have have -> onHave(nowNanos, from, have, effects);
          case EventMessage.Missed(List<EventMessage.Old> missed) ->
              onMissed(nowNanos, known, missed, effects);
        }
      }
      case EventsInput.RoundDue _ -> onRound(nowNanos, known, effects);
    }
    arm(nowNanos, effects);
  }

  /// How often each member sends an event in a cluster of so many.
  static int sendsMax(int members) {
    return SENDS_MORE + (int) StrictMath.ceil(StrictMath.log(members));
  }

  private void onSend(
      long nowNanos, UserEvents known, EventsInput.Send send, Effects<EventsEffect> effects) {
    if (knowsTime || peers.size() == 1) {
      send(nowNanos, known, send, effects);
    } else if (waiting.size() >= WAITING_MAX) {
      effects.add(new EventsEffect.Sent(send.ticket(), tooMany(), 0));
    } else {
      waiting.add(send);
      if (askRounds == 0) {
        ask(effects);
      }
    }
  }

  private void send(
      long nowNanos, UserEvents known, EventsInput.Send send, Effects<EventsEffect> effects) {
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
    take(nowNanos, made, effects);
    effects.add(new EventsEffect.Sent(send.ticket(), "", made.time()));
  }

  private void onSpread(
      long nowNanos, UserEvents known, List<UserEvent> heard, Effects<EventsEffect> effects) {
    for (UserEvent event : heard) {
      if (known.hear(event)) {
        take(nowNanos, event, effects);
      }
    }
  }

  private void onRecent(Address from, long digest, Effects<EventsEffect> effects) {
    if (digest != recent.digest()) {
      effects.add(new EventsEffect.SendStream(from, new EventMessage.Have(recent.names(), false)));
    }
  }

  private void onHave(
      long nowNanos, Address from, EventMessage.Have have, Effects<EventsEffect> effects) {
    List<EventMessage.Old> missing = recent.without(have.names(), nowNanos);
    if (!missing.isEmpty()) {
      effects.add(new EventsEffect.SendStream(from, new EventMessage.Missed(missing)));
    }
    if (!have.answer() && !recent.holdsAll(have.names())) {
      effects.add(new EventsEffect.SendStream(from, new EventMessage.Have(recent.names(), true)));
    }
  }

  /// They are not passed on: whoever missed them as well is told in the same way.
  private void onMissed(
      long nowNanos,
      UserEvents known,
      List<EventMessage.Old> missed,
      Effects<EventsEffect> effects) {
    for (EventMessage.Old each : missed) {
      if (each.ageNanos() <= RecentEvents.AGE_NANOS_MAX) {
        long sinceNanos = nowNanos - each.ageNanos();
        remember(nowNanos, each.event(), sinceNanos);
        if (known.hear(each.event()) && sinceNanos >= startedNanos) {
          happen(each.event(), effects);
        }
      }
    }
  }

  /// Of all that were asked the latest time counts, so all have a round to answer.
  private void onTime(long nowNanos, UserEvents known, long time, Effects<EventsEffect> effects) {
    known.hear(time);
    asked--;
    if (asked == 0 && askRounds > 0) {
      release(nowNanos, known, effects);
    }
  }

  private void onRound(long nowNanos, UserEvents known, Effects<EventsEffect> effects) {
    roundNanos = Long.MAX_VALUE;
    if (!waiting.isEmpty()) {
      if (askRounds >= ASK_ROUNDS_MAX) {
        release(nowNanos, known, effects);
      } else {
        ask(effects);
      }
    }
    if (nowNanos >= compareNanos) {
      compare(nowNanos, effects);
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
      queue.clear(); // There is nobody to tell; who was cut off is told by other means.
    }
  }

  private void compare(long nowNanos, Effects<EventsEffect> effects) {
    compareNanos = nowNanos + COMPARE_NANOS;
    recent.expire(nowNanos);
    if (!recent.isEmpty()) {
      for (Address peer : peers.pick(1)) {
        effects.add(new EventsEffect.SendDatagram(peer, new EventMessage.Recent(recent.digest())));
      }
    }
  }

  private void ask(Effects<EventsEffect> effects) {
    askRounds++;
    List<Address> some = peers.pick(FANOUT);
    asked = some.size();
    some.forEach(
        peer -> effects.add(new EventsEffect.SendDatagram(peer, new EventMessage.AskTime())));
  }

  private void release(long nowNanos, UserEvents known, Effects<EventsEffect> effects) {
    knowsTime = true;
    List<EventsInput.Send> released = List.copyOf(waiting);
    waiting.clear();
    released.forEach(send -> send(nowNanos, known, send, effects));
  }

  private void take(long nowNanos, UserEvent event, Effects<EventsEffect> effects) {
    remember(nowNanos, event, nowNanos);
    for (UserEvent displaced : queue.add(event)) {
      effects.add(
          new EventsEffect.Trace(new EventsTrace.Displaced(displaced.name(), displaced.time())));
    }
    happen(event, effects);
  }

  private void remember(long nowNanos, UserEvent event, long sinceNanos) {
    if (recent.isEmpty()) {
      compareNanos = nowNanos + COMPARE_NANOS;
    }
    recent.add(event, sinceNanos);
  }

  private static void happen(UserEvent event, Effects<EventsEffect> effects) {
    effects.add(
        new EventsEffect.Trace(
            new EventsTrace.Happened(event.name(), event.time(), event.origin().toString())));
    effects.add(new EventsEffect.Happened(event));
  }

  private void arm(long nowNanos, Effects<EventsEffect> effects) {
    boolean busy = !(queue.isEmpty() && waiting.isEmpty());
    long wanted = busy ? nowNanos + ROUND_NANOS : recent.isEmpty() ? Long.MAX_VALUE : compareNanos;
    if (wanted < roundNanos) {
      roundNanos = wanted;
      effects.add(new EventsEffect.SetRound(wanted));
    }
  }

  private static String tooMany() {
    return "too many events are under way: send it again in a second";
  }
}
