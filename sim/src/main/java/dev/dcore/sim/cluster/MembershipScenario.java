package dev.dcore.sim.cluster;

import dev.dcore.kernel.base.Choice;
import dev.dcore.sim.chaos.FaultKind;
import dev.dcore.sim.chaos.FaultPlan;
import dev.dcore.sim.chaos.FaultSchedule;
import dev.dcore.sim.runtime.Observer;
import dev.dcore.sim.runtime.RunChoices;
import dev.dcore.sim.runtime.ScenarioResult;
import dev.dcore.sim.runtime.SimProcess;
import dev.dcore.sim.runtime.Simulation;
import dev.dcore.sim.transport.SimNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/// A cluster that starts, lives through faults, and then has to come to rest: who is down is seen
/// dead by all within 60 virtual seconds, and 60 virtual seconds after the last death all views are
/// equal.
public final class MembershipScenario {
  public static final String NAME = "membership";
  private static final int SEEDS = 3;
  private static final long REST_NANOS = Duration.ofSeconds(60).toNanos();

  /// Deaths that go on for so long after the last fault will not end.
  private static final long REST_LIMIT_NANOS = Duration.ofMinutes(10).toNanos();

  /// So long after the weak views are at rest, all have to hold one stable view of all that run:
  /// the minute of probation, and what a cut takes, waits for and is spread in.
  private static final long STABLE_LIMIT_NANOS = Duration.ofSeconds(90).toNanos();

  /// The figure that says whether the stable views had to agree at the end of a run.
  public static final String MUST_AGREE = "stableMustAgree";

  private static final long STABLE_LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  /// @param nodes 2 or more
  /// @param faultNanos how long faults go on; 0 for a quiet run
  /// @param settleNanos how long the cluster has before the first fault
  /// @param runNanos how long the run lasts at least
  /// @param swarm whether the seed draws its own subset and strength of faults
  public record Settings(
      long seed, int nodes, long settleNanos, long faultNanos, long runNanos, boolean swarm) {
    /// All kinds of faults.
    public static Settings of(long seed, int nodes) {
      return new Settings(
          seed,
          nodes,
          Duration.ofSeconds(20).toNanos(),
          Duration.ofSeconds(100).toNanos(),
          0,
          false);
    }

    /// Faults of the seed's own choice.
    public static Settings swarm(long seed, int nodes) {
      Settings all = of(seed, nodes);
      return new Settings(all.seed, all.nodes, all.settleNanos, all.faultNanos, all.runNanos, true);
    }
  }

  private final Settings settings;
  private final Simulation simulation;
  private final MembershipChecker checker;
  private final StableChecker stable;
  private final FaultSchedule faults;

  public MembershipScenario(Settings settings, RunChoices log) {
    this.settings = settings;
    boolean faulty = settings.faultNanos > 0;
    this.simulation = new Simulation(settings.seed, log, faulty);
    this.checker = new MembershipChecker(simulation);
    FaultPlan plan =
        FaultPlan.over(settings.settleNanos, settings.settleNanos + settings.faultNanos);
    this.faults =
        new FaultSchedule(
            simulation,
            settings.swarm ? plan.swarm(simulation.choices("chaos").of("swarm")) : plan);
    this.stable = new StableChecker(simulation);
    simulation.observe(Observer.both(checker, stable));
  }

  /// Runs the whole scenario.
  public static ScenarioResult run(Settings settings) {
    return new MembershipScenario(settings, RunChoices.plain()).run();
  }

  /// @return the result; call once
  public ScenarioResult run() {
    begin();
    long faultsOver = settings.settleNanos + settings.faultNanos;
    if (settings.faultNanos > 0) {
      faults.arm();
    }
    simulation.queue().runUntil(faultsOver + REST_NANOS);
    checker.checkComplete();
    awaitRest(faultsOver);
    awaitStableView();
    checker.checkAgreement();
    stable.checkAgreement();
    if (settings.faultNanos == 0) {
      stable.checkNobodyRemoved();
    }
    checker.checkUp(faults.staysDown());
    return result();
  }

  private void begin() {
    Choice startDelay = simulation.choices("world").choice("start-delay");
    List<String> seeds =
        IntStream.rangeClosed(1, Math.min(SEEDS, settings.nodes)).mapToObj(i -> "n" + i).toList();
    for (int i = 1; i <= settings.nodes; i++) {
      SimProcess process = simulation.add("simulated", "n" + i, seeds);
      // The first begins the cluster; the others come while it is there.
      long delay = i == 1 ? 0 : startDelay.between(0, settings.settleNanos / 4);
      simulation.queue().in(delay, process::start);
    }
  }

  private void awaitRest(long faultsOver) {
    long limit = faultsOver + REST_LIMIT_NANOS;
    while (simulation.queue().nowNanos() < restAt(faultsOver)
        && simulation.queue().nowNanos() < limit) {
      simulation.queue().runUntil(Math.min(limit, restAt(faultsOver)));
    }
    if (simulation.queue().nowNanos() < restAt(faultsOver)
        || (settings.faultNanos == 0 && checker.deaths() > 0)) {
      checker.violateRest();
    }
    simulation.queue().runUntil(Math.max(simulation.queue().nowNanos(), settings.runNanos));
  }

  /// Who was removed for doubts comes back when they have ceased for a minute.
  private void awaitStableView() {
    long limit = simulation.queue().nowNanos() + STABLE_LIMIT_NANOS;
    while (stable.mustAgree() && !stable.isAgreed() && simulation.queue().nowNanos() < limit) {
      simulation.runFor(STABLE_LOOK_NANOS);
    }
  }

  private long restAt(long faultsOver) {
    return Math.max(faultsOver, checker.lastDeathNanos()) + REST_NANOS;
  }

  private ScenarioResult result() {
    SimNetwork.Counters network = simulation.network().counters();
    double seconds = simulation.queue().nowNanos() / 1e9;
    Map<String, Object> fired = new LinkedHashMap<>();
    for (Map.Entry<FaultKind, Integer> each : faults.fired().entrySet()) {
      fired.put(each.getKey().name().toLowerCase(Locale.ROOT), each.getValue());
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("viewChanges", checker.changes());
    figures.put("deaths", checker.deaths());
    figures.put("falseDeaths", checker.falseDeaths());
    figures.put("stableViews", stable.views());
    figures.put("stableLineages", stable.lineages());
    figures.put("stableRemovedRunning", stable.removedRunning());
    figures.put(MUST_AGREE, stable.mustAgree());
    figures.put("datagrams", network.datagrams());
    figures.put("datagramsLost", network.lost() + network.cut());
    figures.put("streamFrames", network.streamFrames());
    figures.put(
        "bytesPerNodeAndSecond",
        Math.round(network.bytes() / seconds / settings.nodes * 10) / 10.0);
    figures.put("draws", simulation.log().draws());
    figures.put("faults", fired);
    figures.put("buggify", new LinkedHashMap<>(simulation.log().buggified()));
    List<String> violations = new ArrayList<>(checker.violations());
    violations.addAll(stable.violations());
    return new ScenarioResult(
        NAME,
        settings.seed,
        settings.nodes,
        simulation.traceHash(),
        seconds,
        simulation.queue().executed(),
        figures,
        violations);
  }
}
