package dev.dcore.sim.consensus;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.swim.Swim;
import dev.dcore.kernel.cluster.swim.SwimConfig;
import dev.dcore.kernel.consensus.RaftConfig;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.persistence.checkpoint.CheckpointConfig;
import dev.dcore.kernel.persistence.log.LogConfig;
import dev.dcore.kernel.persistence.log.SyncPolicy;
import dev.dcore.kernel.runtime.GroupConfig;
import dev.dcore.kernel.runtime.IdentityFiles;
import dev.dcore.kernel.runtime.NodeConfig;
import dev.dcore.kernel.store.KvMachine;
import dev.dcore.kernel.store.ReplicatedState;
import dev.dcore.kernel.store.SessionLimits;
import dev.dcore.kernel.store.StoreLimits;
import dev.dcore.sim.chaos.FaultKind;
import dev.dcore.sim.chaos.FaultPlan;
import dev.dcore.sim.chaos.FaultSchedule;
import dev.dcore.sim.runtime.Observer;
import dev.dcore.sim.runtime.RunChoices;
import dev.dcore.sim.runtime.ScenarioResult;
import dev.dcore.sim.runtime.SimProcess;
import dev.dcore.sim.runtime.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// A replicated store lives through faults while clients use it and its voters change. Then the
/// faults end, and it has to serve every client and to come to the same state everywhere.
public final class RaftScenario {
  public static final String NAME = "raft";

  /// Fewer have no majority without one of them.
  public static final int NODES_MIN = 3;

  private static final String CLUSTER = "simulated";

  /// When the faults have ended, so long may it take until each client had a write acknowledged:
  /// streams that were cut break after ten seconds, who stopped starts again after two, and a
  /// client asks once in three.
  private static final long PROGRESS_LIMIT_NANOS = Duration.ofSeconds(25).toNanos();

  /// What is under way ends, and each replica has all.
  private static final long REST_LIMIT_NANOS = Duration.ofSeconds(25).toNanos();

  private static final long LOOK_NANOS = Duration.ofMillis(200).toNanos();

  /// @param nodes 3 or more
  /// @param settleNanos how long the cluster has before the first fault
  /// @param faultNanos how long faults go on; 0 for a quiet run
  /// @param runNanos how long the clients go on at least
  /// @param swarm whether the seed draws its own subset and strength of faults
  public record Settings(
      long seed, int nodes, long settleNanos, long faultNanos, long runNanos, boolean swarm) {
    /// All kinds of faults.
    public static Settings of(long seed, int nodes) {
      return new Settings(
          seed, nodes, Duration.ofSeconds(2).toNanos(), Duration.ofSeconds(20).toNanos(), 0, false);
    }

    /// Faults of the seed's own choice.
    public static Settings swarm(long seed, int nodes) {
      Settings all = of(seed, nodes);
      return new Settings(all.seed, all.nodes, all.settleNanos, all.faultNanos, all.runNanos, true);
    }
  }

  private final Settings settings;
  private final Simulation simulation;
  private final AgreedLog agreed;
  private final RaftChecker checker;
  private final RaftWorkload workload;
  private final RaftOperator operator;
  private final RaftAmbush ambush;
  private final FaultSchedule faults;
  private final ReplicatedState.Config state =
      new ReplicatedState.Config(
          SessionLimits.DEFAULT, 100, 16 << 10, StoreLimits.DEFAULT.requestBytesMax());
  private long progressNanos;

  public RaftScenario(Settings settings, RunChoices log) {
    this.settings = settings;
    this.simulation = new Simulation(settings.seed, log, settings.faultNanos > 0);
    this.agreed = new AgreedLog(state);
    this.checker = new RaftChecker(simulation, agreed);
    for (int i = 0; i < settings.nodes; i++) {
      SimProcess process = simulation.add(config(i));
      process.disk().load(IdentityFiles.of(id(i)));
    }
    this.workload = new RaftWorkload(simulation, agreed, checker::violate);
    this.operator = new RaftOperator(simulation, workload, checker);
    FaultPlan plan =
        FaultPlan.ofConsensus(settings.settleNanos, settings.settleNanos + settings.faultNanos);
    this.faults =
        new FaultSchedule(
            simulation,
            settings.swarm ? plan.swarm(simulation.choices("chaos").of("swarm")) : plan);
    this.ambush =
        new RaftAmbush(
            simulation, checker, settings.settleNanos, settings.settleNanos + settings.faultNanos);
    simulation.observe(
        Observer.both(checker, Observer.both(workload, Observer.both(operator, ambush))));
    simulation.network().tap(new VoteChecker(checker::violate));
  }

  /// Runs the whole scenario.
  public static ScenarioResult run(Settings settings) {
    return new RaftScenario(settings, RunChoices.plain()).run();
  }

  /// The id of the node with this index.
  static NodeId id(int index) {
    return new NodeId(1, index + 1);
  }

  private NodeConfig config(int index) {
    List<String> seeds =
        IntStream.rangeClosed(1, Math.min(3, settings.nodes)).mapToObj(i -> "n" + i).toList();
    String name = "n" + (index + 1);
    return new NodeConfig(
        CLUSTER,
        SwimConfig.DEFAULT,
        new Swim.Settings(
            name,
            Simulation.address(name),
            Metadata.EMPTY,
            seeds.stream().map(Simulation::address).toList()),
        group());
  }

  /// Each seed draws how small all is: what rarely happens in a large one does all the time in a
  /// small one.
  private GroupConfig group() {
    Choices choices = simulation.choices("world").of("group");
    Choice voters = choices.choice("voters");
    int count = settings.nodes > 3 && voters.chance(0.5) ? 3 : settings.nodes;
    int message = new int[] {256 << 10, 4 << 10, 256}[choices.choice("message").below(3)];
    int flight = new int[] {16, 4, 1}[choices.choice("flight").below(3)];
    long checkpoint = new long[] {16 << 10, 4 << 10, 2 << 10}[choices.choice("log").below(3)];
    return new GroupConfig(
        IntStream.range(0, count).mapToObj(RaftScenario::id).toList(),
        true,
        new KvMachine(StoreLimits.DEFAULT),
        new RaftConfig(500_000_000, 100_000_000, message, flight, 256 << 10, 64 << 10),
        new LogConfig("wal", 32 << 10, 4 << 10, 8 << 10, SyncPolicy.EVERY_APPEND),
        new CheckpointConfig(CheckpointConfig.KEPT_MIN, 4 << 10, 32 << 10),
        state,
        checkpoint);
  }

  /// @return the result; call once
  public ScenarioResult run() {
    Choice startDelay = simulation.choices("world").choice("start-delay");
    for (SimProcess process : simulation.processes()) {
      simulation.queue().in(startDelay.between(0, settings.settleNanos / 4), process::start);
    }
    simulation.queue().in(settings.settleNanos / 2, workload::begin);
    long faultsOver = settings.settleNanos + settings.faultNanos;
    if (settings.faultNanos > 0) {
      faults.arm();
      operator.arm(settings.settleNanos, faultsOver);
    }
    simulation.queue().runUntil(Math.max(faultsOver, settings.runNanos));
    long healed = simulation.queue().nowNanos();
    if (await(() -> workload.allAcknowledgedSince(healed), PROGRESS_LIMIT_NANOS)) {
      progressNanos = simulation.queue().nowNanos() - healed;
    } else {
      checker.violate(
          "not every client had a write acknowledged within "
              + PROGRESS_LIMIT_NANOS / 1_000_000_000
              + " s after the faults ended");
    }
    workload.end();
    if (!await(this::isAtRest, REST_LIMIT_NANOS)) {
      checker.violate("it does not come to rest: " + positions());
    } else {
      new StateComparison(simulation, workload, checker::violate).run();
    }
    workload.check();
    return result();
  }

  private boolean await(BooleanSupplier what, long limitNanos) {
    long limit = simulation.queue().nowNanos() + limitNanos;
    while (!what.getAsBoolean() && simulation.queue().nowNanos() < limit) {
      simulation.runFor(LOOK_NANOS);
    }
    return what.getAsBoolean();
  }

  private boolean isAtRest() {
    return workload.idle()
        && simulation.processes().stream()
            .allMatch(
                process -> checker.open(process) && checker.carried(process) == agreed.last());
  }

  private String positions() {
    List<String> each = new ArrayList<>();
    for (SimProcess process : simulation.processes()) {
      each.add(
          process.name()
              + (checker.open(process) ? " is at " : " is not open, and was at ")
              + checker.carried(process));
    }
    return "of "
        + agreed.last()
        + " entries, "
        + String.join(", ", each)
        + (workload.idle() ? "" : "; clients wait");
  }

  private ScenarioResult result() {
    Map<String, Object> fired = new LinkedHashMap<>();
    for (Map.Entry<FaultKind, Integer> each : faults.fired().entrySet()) {
      fired.put(each.getKey().name().toLowerCase(Locale.ROOT), each.getValue());
    }
    fired.put("ambush", ambush.happened());
    fired.putAll(operator.done());
    fired.putAll(checker.happened());
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("entries", agreed.last());
    figures.put("operations", workload.operations());
    figures.put("unknownOutcomes", workload.unknownOutcomes());
    figures.put("progressAfterMillis", progressNanos / 1_000_000);
    figures.put("streamFrames", simulation.network().counters().streamFrames());
    figures.put("draws", simulation.log().draws());
    figures.put("faults", fired);
    figures.put("buggify", new LinkedHashMap<>(simulation.log().buggified()));
    return new ScenarioResult(
        NAME,
        settings.seed,
        settings.nodes,
        simulation.traceHash(),
        simulation.queue().nowNanos() / 1e9,
        simulation.queue().executed(),
        figures,
        checker.violations());
  }
}
