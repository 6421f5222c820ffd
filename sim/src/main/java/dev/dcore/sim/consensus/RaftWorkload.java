package dev.dcore.sim.consensus;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.kernel.runtime.Delivery;
import dev.dcore.kernel.runtime.GroupAnswer;
import dev.dcore.kernel.runtime.GroupRequest;
import dev.dcore.kernel.store.Applied;
import dev.dcore.kernel.store.KvAnswer;
import dev.dcore.kernel.store.KvItem;
import dev.dcore.kernel.store.KvMachine;
import dev.dcore.kernel.store.KvQuery;
import dev.dcore.sim.history.KeyValueModel;
import dev.dcore.sim.history.Linearizability;
import dev.dcore.sim.history.Operation;
import dev.dcore.sim.history.Verdict;
import dev.dcore.sim.runtime.Observer;
import dev.dcore.sim.runtime.SimProcess;
import dev.dcore.sim.runtime.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Several clients, what they were answered, and whether that can be: writes that were acknowledged
/// are in the log that was agreed on, each command of a session was carried out once, a read of a
/// replica's own state is of some past, and all else is linearizable.
final class RaftWorkload implements Observer {
  private static final int CLIENTS = 5;
  private static final int KEYS = 4;

  /// What a check takes at most; a few hundred operations on a key take some thousands.
  private static final long STEPS_MAX = 3_000_000;

  private record Asked(SimProcess process, int life, Heard heard) {}

  /// Who asked.
  @FunctionalInterface
  interface Heard {
    void answered(long ticket, GroupAnswer answer);
  }

  private record Life(SimProcess process, int number) {}

  private final Simulation simulation;
  private final AgreedLog agreed;
  private final Consumer<String> violations;
  private final List<RaftClient> clients = new ArrayList<>();
  private final Map<Long, Asked> asked = new LinkedHashMap<>();
  private final List<Operation<KeyValueModel.Input, KeyValueModel.Output>> history =
      new ArrayList<>();
  private final Map<Life, Long> readAt = new LinkedHashMap<>();
  private long lastTicket;
  private boolean asking = true;
  private int unknown;

  RaftWorkload(Simulation simulation, AgreedLog agreed, Consumer<String> violations) {
    this.simulation = simulation;
    this.agreed = agreed;
    this.violations = violations;
    Choices choices = simulation.choices("clients");
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new RaftClient(this, i, i % 2 == 0, KEYS, choices.of("client-" + i)));
    }
  }

  void begin() {
    clients.forEach(RaftClient::begin);
  }

  /// No client begins anything more.
  void end() {
    asking = false;
  }

  boolean idle() {
    return clients.stream().allMatch(RaftClient::idle);
  }

  /// Whether each client had a write acknowledged that it began after this.
  boolean allAcknowledgedSince(long nanos) {
    return clients.stream().allMatch(client -> client.acknowledgedNanos() >= nanos);
  }

  int operations() {
    return history.size();
  }

  int unknownOutcomes() {
    return unknown;
  }

  // ----------------------------------------------------------------------------------- of clients

  boolean asking() {
    return asking;
  }

  int nodes() {
    return simulation.processes().size();
  }

  SimProcess process(int index) {
    return simulation.processes().get(index);
  }

  /// -1 for nobody.
  int indexOf(@Nullable NodeId id) {
    return id == null ? -1 : (int) id.low() - 1;
  }

  long nowNanos() {
    return simulation.queue().nowNanos();
  }

  void in(long nanos, Runnable action) {
    simulation.queue().in(nanos, action);
  }

  /// Asks a node; the answer comes after the node's step, once or never.
  ///
  /// @return a number above 0
  long ask(SimProcess process, GroupRequest request, Heard heard) {
    long ticket = ++lastTicket;
    asked.put(ticket, new Asked(process, process.starts(), heard));
    process.command(new Command.UseGroup(ticket, request));
    return ticket;
  }

  @Override
  public void delivered(SimProcess process, Delivery delivery) {
    if (delivery instanceof Delivery.GroupAnswered(long ticket, GroupAnswer answer)) {
      Asked waiting = asked.remove(ticket);
      if (waiting == null || waiting.process() != process) {
        violations.accept(process.name() + " answers twice, or what nobody asked: " + answer);
      } else {
        simulation.queue().in(0, () -> waiting.heard().answered(ticket, answer));
      }
    }
  }

  void done(
      int client,
      KeyValueModel.@Nullable Input input,
      KeyValueModel.Output output,
      long invokedNanos) {
    if (input != null) {
      history.add(new Operation<>(client, input, output, invokedNanos, nowNanos()));
    }
  }

  void unknown(int client, KeyValueModel.@Nullable Input input, long invokedNanos) {
    if (input != null && !(input instanceof KeyValueModel.Input.Get)) {
      unknown++;
      history.add(Operation.unknown(client, input, invokedNanos));
    }
  }

  void violate(String what) {
    violations.accept(what);
  }

  // ----------------------------------------------------------------------------------- the checks

  /// What a client was told is what was agreed on.
  void acknowledged(Applied told) {
    long position = told.position();
    if (!agreed.has(position)) {
      violate("a write is acknowledged at " + position + ", where nothing was agreed on");
    } else if (!same(told, agreed.applied(position))) {
      violate(
          "a write is acknowledged at "
              + position
              + " by "
              + told
              + ", and ended there as "
              + agreed.applied(position));
    }
  }

  private static boolean same(Applied told, Applied there) {
    return switch (told) {
      case Applied.Executed executed ->
          there instanceof Applied.Executed other
              && Arrays.equals(executed.result(), other.result());
      case Applied.Repeated repeated ->
          there instanceof Applied.Repeated other
              && Arrays.equals(repeated.result(), other.result());
      case Applied.Opened _, Applied.Closed _, Applied.Ticked _, Applied.Rejected _ ->
          told.equals(there);
    };
  }

  /// A replica answered from its state, as that was at a position.
  void read(SimProcess process, long position, String key, KeyValueModel.Output.Found found) {
    Life life = new Life(process, process.starts());
    long before = readAt.getOrDefault(life, 0L);
    if (position < before) {
      violate(process.name() + " reads at " + position + " after it read at " + before);
    }
    readAt.put(life, position);
    if (position > agreed.last()) {
      violate(process.name() + " reads at " + position + ", and " + agreed.last() + " are agreed");
      return;
    }
    byte[] value = agreed.valueAt(KvCalls.bytes(key), position);
    String right = value == null ? null : KvCalls.text(value);
    if (!Objects.equals(right, found.value())) {
      violate(
          process.name()
              + " reads "
              + found.value()
              + " of "
              + key
              + " at "
              + position
              + ", and it was "
              + right);
    }
  }

  /// What can be told when nothing is under way any more.
  void check() {
    clients.forEach(RaftClient::abandon);
    checkCounters();
    switch (Linearizability.check(new KeyValueModel(), history, STEPS_MAX)) {
      case Verdict.Linearizable _ -> {}
      case Verdict.Violation(Object part, var operations, var placed, int stuck, long _) ->
          violate(
              "no order explains the history of "
                  + part
                  + ": of "
                  + operations.size()
                  + " operations "
                  + placed.size()
                  + " were placed, and then "
                  + operations.get(stuck)
                  + " fits nowhere");
      case Verdict.Unknown(Object part, long steps) ->
          violate("the history of " + part + " is not settled in " + steps + " steps");
    }
  }

  /// Each command of a session was carried out at most once.
  private void checkCounters() {
    for (RaftClient client : clients) {
      for (long sequence = 1; sequence <= client.sequence(); sequence++) {
        String key = RaftClient.counter(client.number(), sequence);
        KvQuery question = new KvQuery.Get(KvCalls.bytes(key), 0);
        KvAnswer answer = KvMachine.query(question, agreed.state().reader());
        if (answer instanceof KvAnswer.Found(long _, List<KvItem> items, boolean _)
            && !items.isEmpty()
            && items.getFirst().version() != 1) {
          violate(
              "command "
                  + sequence
                  + " of client "
                  + client.number()
                  + " was carried out "
                  + items.getFirst().version()
                  + " times");
        }
      }
    }
  }
}
