package dev.dcore.cli;

import dev.dcore.kernel.consensus.Configuration;
import dev.dcore.sim.cluster.MembershipScenario;
import dev.dcore.sim.consensus.RaftScenario;
import dev.dcore.sim.measure.BootstrapScenario;
import dev.dcore.sim.runtime.RunChoices;
import dev.dcore.sim.runtime.ScenarioResult;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The scenarios that `dcore sim` knows.
enum SimScenario {
  MEMBERSHIP(MembershipScenario.NAME, "a cluster lives through faults and then comes to rest") {
    @Override
    ScenarioResult run(long seed, SimPlan plan, RunChoices log) {
      MembershipScenario.Settings usual = MembershipScenario.Settings.of(seed, plan.nodes());
      Duration faults = plan.faults();
      return new MembershipScenario(
              new MembershipScenario.Settings(
                  seed,
                  plan.nodes(),
                  usual.settleNanos(),
                  faults == null ? usual.faultNanos() : faults.toNanos(),
                  plan.atLeast().toNanos(),
                  plan.swarm()),
              log)
          .run();
    }
  },
  BOOTSTRAP(BootstrapScenario.NAME, "all start at once through one seed, until all hold one view") {
    @Override
    ScenarioResult run(long seed, SimPlan plan, RunChoices log) {
      return BootstrapScenario.run(seed, plan.nodes(), log);
    }
  },
  RAFT(RaftScenario.NAME, "a replicated store serves clients through faults, 5 nodes by default") {
    @Override
    int nodesUsual() {
      return 5;
    }

    @Override
    int nodesMin() {
      return RaftScenario.NODES_MIN;
    }

    @Override
    int nodesMax() {
      return Configuration.VOTERS_MAX;
    }

    @Override
    ScenarioResult run(long seed, SimPlan plan, RunChoices log) {
      RaftScenario.Settings usual = RaftScenario.Settings.of(seed, plan.nodes());
      Duration faults = plan.faults();
      return new RaftScenario(
              new RaftScenario.Settings(
                  seed,
                  plan.nodes(),
                  usual.settleNanos(),
                  faults == null ? usual.faultNanos() : faults.toNanos(),
                  plan.atLeast().toNanos(),
                  plan.swarm()),
              log)
          .run();
    }
  };

  /// Memory grows with the square of the nodes, since each holds a view of all.
  private static final int NODES_MAX = 10_000;

  private final String word;
  private final String description;

  SimScenario(String word, String description) {
    this.word = word;
    this.description = description;
  }

  /// How the command line calls it.
  String word() {
    return word;
  }

  /// How many nodes it has unless told otherwise.
  int nodesUsual() {
    return 50;
  }

  int nodesMin() {
    return 2;
  }

  int nodesMax() {
    return NODES_MAX;
  }

  abstract ScenarioResult run(long seed, SimPlan plan, RunChoices log);

  static @Nullable SimScenario find(String word) {
    return Stream.of(values()).filter(each -> each.word.equals(word)).findFirst().orElse(null);
  }

  /// For a sentence.
  static String all() {
    return Stream.of(values())
        .map(each -> each.word + " (" + each.description + ")")
        .collect(Collectors.joining(", "));
  }
}
