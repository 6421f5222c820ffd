package dev.dcore.kernel.store;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.base.Protocol;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.messaging.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The way of commands and questions to a replicated state, from a node with or without a replica.
/// It finds the leader, and sends again what was not answered: commands carry their number in a
/// session, by which each is carried out once (RIFL: Lee et al., SOSP 2015), and questions change
/// nothing.
///
/// A command that was sent and not answered in time is [Outcome.Indeterminate]. Confined to its
/// node's loop.
public final class Client implements Protocol<ClientInput, ClientEffect> {
  /// Commands and questions under way; what comes on top is refused.
  public static final int OPERATIONS_MAX = 16_384;

  /// Commands that are sent and not answered: within what a session keeps results of.
  private static final int WINDOW_MAX = 2_048;

  /// Who does not answer for so long is asked again, or another is: longer than a sync of a slow
  /// disk, shorter than who waits at a terminal likes.
  private static final long CALL_NANOS = Duration.ofMillis(2_500).toNanos();

  /// Between two attempts while nobody leads: an election takes several of these.
  private static final long PAUSE_NANOS = Duration.ofMillis(40).toNanos();

  /// Nodes that name each other as the leader are followed so often without a pause.
  private static final int HOPS_MAX = 3;

  private static final long TICK_NANOS = Duration.ofMillis(20).toNanos();

  /// One operation. Its sequence is 0 for a question, and for a command that is not numbered yet.
  private static final class Pending {
    final long ticket;
    final byte[] body;
    final @Nullable ReadLevel level;
    final boolean aside;
    final long deadlineNanos;
    SessionId session = SessionId.NONE;
    long sequence;
    long call;
    int hops;
    boolean sent;
    long againNanos = Long.MAX_VALUE;

    /// @param level null for a command
    /// @param aside whether it is for the leader's companion
    Pending(
        long ticket, byte[] body, @Nullable ReadLevel level, boolean aside, long deadlineNanos) {
      this.ticket = ticket;
      this.body = body;
      this.level = level;
      this.aside = aside;
      this.deadlineNanos = deadlineNanos;
    }
  }

  private final boolean replica;
  private final Choice entropy;
  private final Map<Long, Pending> byCall = new LinkedHashMap<>();
  private final Map<Long, Pending> commands = new LinkedHashMap<>();
  private final Deque<Pending> unnumbered = new ArrayDeque<>();
  private final List<Pending> paused = new ArrayList<>();
  private List<NodeId> nodes = List.of();
  private NodeId leader = NodeId.NONE;
  private int turn;
  private SessionId session = SessionId.NONE;
  private long openingCall;
  private long openingAgainNanos;
  private long lastSequence;
  private long lastCall;
  private boolean awake;
  private long nowNanos;

  /// @param replica whether this node has a replica of its own
  public Client(boolean replica, Choices choices) {
    this.replica = replica;
    this.entropy = choices.choice("client");
    this.turn = entropy.below(1 << 20);
  }

  @Override
  public void step(long now, ClientInput input, Effects<ClientEffect> effects) {
    nowNanos = now;
    switch (input) {
      case ClientInput.Nodes(List<NodeId> known) -> nodes = known;
      case ClientInput.Leader(NodeId who) -> {
        leader = who;
        if (!who.equals(NodeId.NONE)) {
          openingAgainNanos = openingCall == 0 ? now : openingAgainNanos;
          paused.forEach(each -> each.againNanos = now);
          resume(effects);
          number(effects);
        }
      }
      case ClientInput.Submit(long ticket, byte[] command, long timeout) ->
          onSubmit(new Pending(ticket, command, null, false, now + timeout), effects);
      case ClientInput.Ask(long ticket, byte[] query, ReadLevel level, long timeout) ->
          onAsk(new Pending(ticket, query, level, false, now + timeout), effects);
      case ClientInput.AskLeader(long ticket, byte[] question, long timeout) ->
          onAsk(
              new Pending(ticket, question, ReadLevel.LINEARIZABLE, true, now + timeout), effects);
      case ClientInput.Replied(long call, ClientReply reply) -> onReply(call, reply, effects);
      case ClientInput.Wake _ -> {
        awake = false;
        onTick(effects);
      }
    }
    wake(effects);
  }

  private boolean hasRoom(Pending pending, Effects<ClientEffect> effects) {
    if (byCall.size() + paused.size() + unnumbered.size() < OPERATIONS_MAX) {
      return true;
    }
    complete(pending, new Outcome.Rejected(OPERATIONS_MAX + " operations are under way"), effects);
    return false;
  }

  private void onAsk(Pending question, Effects<ClientEffect> effects) {
    if (hasRoom(question, effects)) {
      send(question, effects);
    }
  }

  private void onSubmit(Pending command, Effects<ClientEffect> effects) {
    if (hasRoom(command, effects)) {
      unnumbered.add(command);
      number(effects);
    }
  }

  /// Numbers what waits, as far as the session and its window go.
  private void number(Effects<ClientEffect> effects) {
    if (unnumbered.isEmpty()) {
      return;
    }
    if (session.equals(SessionId.NONE)) {
      openSession(effects);
      return;
    }
    while (!unnumbered.isEmpty() && commands.size() < WINDOW_MAX) {
      Pending next = unnumbered.removeFirst();
      next.session = session;
      next.sequence = ++lastSequence;
      commands.put(next.sequence, next);
      send(next, effects);
    }
  }

  private void openSession(Effects<ClientEffect> effects) {
    if (openingCall == 0 && nowNanos >= openingAgainNanos) {
      openingCall = ++lastCall;
      openingAgainNanos = nowNanos + CALL_NANOS;
      Operation open = new Operation.OpenSession(entropy.bits());
      effects.add(
          new ClientEffect.Call(
              openingCall,
              target(null),
              new ClientCall.Write(new ReplicatedEntry(0, open).encode())));
    }
  }

  private void send(Pending pending, Effects<ClientEffect> effects) {
    pending.call = ++lastCall;
    pending.againNanos = nowNanos + CALL_NANOS;
    pending.sent = true;
    byCall.put(pending.call, pending);
    effects.add(new ClientEffect.Call(pending.call, target(pending.level), callOf(pending)));
  }

  private ClientCall callOf(Pending pending) {
    if (pending.aside) {
      return new ClientCall.AskLeader(pending.body);
    }
    if (pending.level != null) {
      return new ClientCall.Query(pending.body, pending.level != ReadLevel.LOCAL);
    }
    boolean current = pending.session.equals(session) && !commands.isEmpty();
    long first = current ? commands.keySet().iterator().next() : pending.sequence;
    Operation execute =
        new Operation.Execute(pending.session, pending.sequence, first, pending.body);
    return new ClientCall.Write(new ReplicatedEntry(0, execute).encode());
  }

  private NodeId target(@Nullable ReadLevel level) {
    if (replica && (level == ReadLevel.FOLLOWER || level == ReadLevel.LOCAL)) {
      return NodeId.NONE;
    }
    if (!leader.equals(NodeId.NONE)) {
      return leader;
    }
    if (nodes.isEmpty()) {
      return NodeId.NONE;
    }
    return nodes.get(Math.floorMod(turn++, nodes.size()));
  }

  private void onReply(long call, ClientReply reply, Effects<ClientEffect> effects) {
    if (call == openingCall) {
      onOpened(reply, effects);
      return;
    }
    Pending pending = byCall.remove(call);
    if (pending == null) {
      return;
    }
    switch (reply) {
      case ClientReply.Done(long _, byte[] result) ->
          complete(pending, new Outcome.Ok(result), effects);
      case ClientReply.Rejected(String reason) ->
          complete(pending, new Outcome.Rejected(reason), effects);
      case ClientReply.NotLeader(String _, NodeId hint) -> {
        leader = hint;
        boolean astray = hint.equals(NodeId.NONE) || ++pending.hops % HOPS_MAX == 0;
        pause(pending, astray ? PAUSE_NANOS : 0);
      }
      case ClientReply.Indeterminate _ -> {
        leader = NodeId.NONE;
        pause(pending, PAUSE_NANOS);
      }
      case ClientReply.SessionRefused(Applied.Rejection reason) ->
          onRefused(pending, reason, effects);
      case ClientReply.SessionOpened _ ->
          complete(pending, new Outcome.Rejected("an answer to another question"), effects);
    }
    resume(effects);
    number(effects);
  }

  private void onRefused(Pending pending, Applied.Rejection reason, Effects<ClientEffect> effects) {
    switch (reason) {
      case WINDOW_FULL -> pause(pending, PAUSE_NANOS);
      case STALE_SEQUENCE, UNKNOWN_SESSION -> {
        complete(
            pending,
            new Outcome.Indeterminate("the session was forgotten; others took its place"),
            effects);
        if (reason == Applied.Rejection.UNKNOWN_SESSION && pending.session.equals(session)) {
          session = SessionId.NONE;
          commands.clear();
        }
      }
    }
  }

  private void onOpened(ClientReply reply, Effects<ClientEffect> effects) {
    openingCall = 0;
    if (reply instanceof ClientReply.SessionOpened(SessionId opened)) {
      session = opened;
      lastSequence = 0;
      number(effects);
    } else {
      NodeId hint =
          reply instanceof ClientReply.NotLeader(String _, NodeId who) ? who : NodeId.NONE;
      leader = hint;
      openingAgainNanos = nowNanos + (leader.equals(NodeId.NONE) ? PAUSE_NANOS : 0);
      number(effects);
    }
  }

  private void pause(Pending pending, long nanos) {
    pending.againNanos = nowNanos + nanos;
    paused.add(pending);
  }

  /// Sends again what has paused long enough.
  private void resume(Effects<ClientEffect> effects) {
    if (paused.isEmpty()) {
      return;
    }
    List<Pending> due = new ArrayList<>();
    paused.removeIf(each -> each.againNanos <= nowNanos && due.add(each));
    due.forEach(each -> send(each, effects));
  }

  private void onTick(Effects<ClientEffect> effects) {
    List<Pending> all = new ArrayList<>(byCall.values());
    all.addAll(paused);
    all.addAll(unnumbered);
    for (Pending each : all) {
      if (each.deadlineNanos <= nowNanos) {
        expire(each, effects);
      } else if (each.againNanos <= nowNanos && byCall.remove(each.call, each)) {
        leader = NodeId.NONE;
        send(each, effects);
      }
    }
    if (openingCall != 0 && nowNanos >= openingAgainNanos) {
      openingCall = 0;
      leader = NodeId.NONE;
    }
    resume(effects);
    number(effects);
  }

  private void expire(Pending pending, Effects<ClientEffect> effects) {
    byCall.remove(pending.call, pending);
    paused.remove(pending);
    unnumbered.remove(pending);
    String reason = "no answer in time; is there a majority of the voters?";
    boolean unsure = pending.sent && pending.level == null;
    complete(
        pending,
        unsure ? new Outcome.Indeterminate(reason) : new Outcome.Rejected(reason),
        effects);
  }

  private void complete(Pending pending, Outcome outcome, Effects<ClientEffect> effects) {
    commands.remove(pending.sequence, pending);
    effects.add(new ClientEffect.Completed(pending.ticket, outcome));
  }

  private void wake(Effects<ClientEffect> effects) {
    boolean busy = !byCall.isEmpty() || !paused.isEmpty() || !unnumbered.isEmpty();
    if (busy && !awake) {
      awake = true;
      effects.add(new ClientEffect.WakeAt(nowNanos + TICK_NANOS));
    }
  }
}
