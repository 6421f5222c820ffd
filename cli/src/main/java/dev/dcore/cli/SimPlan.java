package dev.dcore.cli;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.sim.runtime.RunChoices;
import dev.dcore.sim.runtime.ScenarioResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a run is, but for its seed.
///
/// @param faults how long faults go on; zero for none, null for the scenario's own
/// @param atLeast how much virtual time passes at least
/// @param swarm whether each seed draws its own subset and strength of faults
/// @param settled the prefixes of the labels whose draws are settled to their quiet value
record SimPlan(
    SimScenario scenario,
    int nodes,
    @Nullable Duration faults,
    Duration atLeast,
    boolean swarm,
    List<String> settled) {
  SimPlan {
    settled = List.copyOf(settled);
  }

  /// The same run without these surprises.
  SimPlan withSettled(List<String> prefixes) {
    return new SimPlan(scenario, nodes, faults, atLeast, swarm, prefixes);
  }

  boolean hasFaults() {
    return faults == null || !faults.isZero();
  }

  ScenarioResult run(long seed) {
    return run(seed, log(label -> false));
  }

  /// A node that finds itself in an impossible state is a violation like any other.
  ScenarioResult run(long seed, RunChoices log) {
    try {
      return scenario.run(seed, this, log);
    } catch (Invariant.Violation broken) {
      String where = broken.getStackTrace().length > 1 ? " at " + broken.getStackTrace()[1] : "";
      return new ScenarioResult(
          scenario.word(), seed, nodes, "", 0, 0, Map.of(), List.of(broken.getMessage() + where));
    }
  }

  /// @param kept the labels whose draws the log remembers
  RunChoices log(Predicate<String> kept) {
    return new RunChoices(this::isSettled, kept);
  }

  private boolean isSettled(String label) {
    for (String prefix : settled) {
      if (label.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /// The one command that runs this seed again.
  String replay(long seed) {
    List<String> words =
        new ArrayList<>(
            List.of("./dcore", "sim", scenario.word(), "--nodes", String.valueOf(nodes)));
    words.addAll(List.of("--seed", String.valueOf(seed)));
    if (faults != null) {
      words.addAll(List.of("--fault-seconds", String.valueOf(faults.toSeconds())));
    }
    if (!atLeast.isZero()) {
      words.addAll(List.of("--seconds", String.valueOf(atLeast.toSeconds())));
    }
    if (swarm) {
      words.add("--swarm");
    }
    settled.forEach(prefix -> words.addAll(List.of("--settle", prefix)));
    return String.join(" ", words);
  }
}
