package dev.dcore.sim.consensus;

import dev.dcore.kernel.cluster.swim.Swim;
import dev.dcore.kernel.cluster.swim.SwimConfig;
import dev.dcore.kernel.consensus.Role;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.messaging.Outcome;
import dev.dcore.kernel.persistence.state.KeyRange;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.kernel.runtime.Delivery;
import dev.dcore.kernel.runtime.GroupAnswer;
import dev.dcore.kernel.runtime.GroupConfig;
import dev.dcore.kernel.runtime.GroupRequest;
import dev.dcore.kernel.runtime.IdentityFiles;
import dev.dcore.kernel.runtime.NodeConfig;
import dev.dcore.kernel.store.KeepAlive;
import dev.dcore.kernel.store.KvAnswer;
import dev.dcore.kernel.store.KvAnswers;
import dev.dcore.kernel.store.KvMessages;
import dev.dcore.kernel.store.KvMutation;
import dev.dcore.kernel.store.KvQuery;
import dev.dcore.kernel.store.KvWatch;
import dev.dcore.kernel.store.ReadLevel;
import dev.dcore.kernel.store.WatchMessages;
import dev.dcore.kernel.store.WatchNotice;
import dev.dcore.kernel.transport.MalformedFrame;
import dev.dcore.sim.runtime.Observer;
import dev.dcore.sim.runtime.RunChoices;
import dev.dcore.sim.runtime.SimProcess;
import dev.dcore.sim.runtime.Simulation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A few whole nodes with a replica each, for tests that tell a story.
final class SimulatedGroup implements Observer {
  private static final long TIMEOUT_NANOS = Duration.ofSeconds(8).toNanos();

  final Simulation simulation;
  private final List<NodeId> voters = new ArrayList<>();
  private final Map<Long, Outcome> outcomes = new LinkedHashMap<>();
  private final Map<Long, GroupAnswer> answers = new LinkedHashMap<>();
  private @Nullable SimProcess leader;
  private long lastTicket;

  /// @param nodes named n1, n2, …, with ids of these numbers
  SimulatedGroup(long seed, int nodes, int voting) {
    simulation = new Simulation(seed, RunChoices.plain(), false);
    simulation.observe(this);
    for (int i = 1; i <= voting; i++) {
      voters.add(id(i));
    }
    for (int i = 1; i <= nodes; i++) {
      add(i, GroupConfig.of(voters));
    }
  }

  static NodeId id(int number) {
    return new NodeId(1, number);
  }

  private void add(int number, GroupConfig group) {
    Swim.Settings settings =
        new Swim.Settings(
            "n" + number,
            Simulation.address("n" + number),
            Metadata.EMPTY,
            List.of(Simulation.address("n1")));
    SimProcess process =
        simulation.add(new NodeConfig("simulated", SwimConfig.DEFAULT, settings).withGroup(group));
    process.disk().load(IdentityFiles.of(id(number)));
  }

  SimProcess node(int number) {
    return simulation.processes().get(number - 1);
  }

  void startAll() {
    simulation.processes().forEach(SimProcess::start);
  }

  void runFor(long seconds) {
    simulation.runFor(Duration.ofSeconds(seconds).toNanos());
  }

  /// Who said last that it leads.
  SimProcess leader() {
    SimProcess known = leader;
    if (known == null) {
      throw new AssertionError("nobody leads");
    }
    return known;
  }

  KvAnswer submit(SimProcess at, KvMutation mutation) {
    long ticket = ++lastTicket;
    byte[] command = KvMessages.MUTATIONS.encode(mutation);
    at.command(new Command.Submit(ticket, command, TIMEOUT_NANOS));
    return await(ticket);
  }

  KvAnswer ask(SimProcess at, KvQuery query, ReadLevel level) {
    long ticket = ++lastTicket;
    at.command(new Command.Ask(ticket, KvMessages.QUERIES.encode(query), level, TIMEOUT_NANOS));
    return await(ticket);
  }

  KvAnswer keepAlive(SimProcess at, long lease) {
    long ticket = ++lastTicket;
    byte[] question = KvMessages.KEEP_ALIVES.encode(new KeepAlive(lease));
    at.command(new Command.AskLeader(ticket, question, TIMEOUT_NANOS));
    return await(ticket);
  }

  /// @return the number of the watch
  long watch(SimProcess at, String prefix, long from) {
    KvWatch watch = new KvWatch(KeyRange.ofPrefix(prefix.getBytes(StandardCharsets.UTF_8)), from);
    GroupRequest request = new GroupRequest.Watch(WatchMessages.WATCHES.encode(watch));
    return ((GroupAnswer.Watching) request(at, request)).watch();
  }

  /// What a watch has heard next; fails when that is nothing.
  List<WatchNotice> notices(SimProcess at, long watch) {
    GroupAnswer answer = request(at, new GroupRequest.TakeNotices(watch));
    List<WatchNotice> notices = new ArrayList<>();
    try {
      for (byte[] notice : ((GroupAnswer.Noticed) answer).notices()) {
        notices.add(WatchMessages.NOTICES.decode(notice));
      }
    } catch (MalformedFrame e) {
      throw new AssertionError(e);
    }
    return notices;
  }

  GroupAnswer request(SimProcess at, GroupRequest request) {
    long ticket = ++lastTicket;
    at.command(new Command.UseGroup(ticket, request));
    for (int i = 0; i < 100 && !answers.containsKey(ticket); i++) {
      simulation.runFor(Duration.ofMillis(100).toNanos());
    }
    GroupAnswer answer = answers.remove(ticket);
    if (answer == null) {
      throw new AssertionError("no answer to " + request);
    }
    return answer;
  }

  GroupAnswer.Status status(SimProcess at) {
    return (GroupAnswer.Status) request(at, new GroupRequest.AskStatus());
  }

  private KvAnswer await(long ticket) {
    for (int i = 0; i < 1_000 && !outcomes.containsKey(ticket); i++) {
      simulation.runFor(Duration.ofMillis(10).toNanos());
    }
    Outcome outcome = outcomes.remove(ticket);
    if (!(outcome instanceof Outcome.Ok(byte[] body))) {
      throw new AssertionError("ended " + outcome);
    }
    try {
      return KvAnswers.ANSWERS.decode(body);
    } catch (MalformedFrame e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void delivered(SimProcess process, Delivery delivery) {
    switch (delivery) {
      case Delivery.LeaderChanged(Role role, long _, var _) -> {
        if (role == Role.LEADER) {
          leader = process;
        }
      }
      case Delivery.Completed(long ticket, Outcome outcome) -> outcomes.put(ticket, outcome);
      case Delivery.GroupAnswered(long ticket, GroupAnswer answer) -> answers.put(ticket, answer);
      case Delivery.Failed(String reason) ->
          throw new AssertionError(process.name() + " failed: " + reason);
      default -> {}
    }
  }
}
