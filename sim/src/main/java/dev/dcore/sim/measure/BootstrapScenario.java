package dev.dcore.sim.measure;

import dev.dcore.kernel.cluster.swim.SwimConfig;
import dev.dcore.sim.runtime.RunChoices;
import dev.dcore.sim.runtime.ScenarioResult;
import dev.dcore.sim.runtime.Simulation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// All nodes start at once through one seed, and nothing fails: how long until all hold one view.
public final class BootstrapScenario {
  public static final String NAME = "bootstrap";
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private BootstrapScenario() {}

  public static ScenarioResult run(long seed, int nodes, RunChoices log) {
    MeasuredCluster cluster = new MeasuredCluster(seed, nodes, SwimConfig.DEFAULT, log);
    Traffic traffic = new Traffic();
    Simulation simulation = cluster.simulation();
    simulation.network().tap(traffic);
    OptionalLong took = cluster.bootstrap(LIMIT.toNanos());
    Map<String, Object> figures = new LinkedHashMap<>();
    took.ifPresent(nanos -> figures.put("bootstrapSeconds", nanos / 1e9));
    figures.put("bytesPerNode", traffic.bytes() / nodes);
    figures.put("datagrams", traffic.datagrams());
    figures.put("streams", traffic.streams());
    return new ScenarioResult(
        NAME,
        seed,
        nodes,
        simulation.traceHash(),
        simulation.queue().nowNanos() / 1e9,
        simulation.queue().executed(),
        figures,
        took.isPresent() ? List.of() : List.of("no one view within " + LIMIT.toSeconds() + " s"));
  }
}
