package dev.dcore.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `dcore bench ground`: what everything else stands on. How fast a cluster is there, what an agent
/// costs that has nothing to do, how fast a command answers, how fast virtual time passes.
final class Ground {
  static final Figure READY = Figure.atMost("up --nodes 3 ready", "s", 4);
  static final Figure VERSION = Figure.atMost("warm version", "s", 0.3);

  /// What takes longer than `--quick` has.
  static final List<String> SLOW =
      Stream.of(
              IdleAgents.PROCESSOR,
              IdleAgents.MEMORY,
              SimulatorSpeed.WITH_FAULTS,
              SimulatorSpeed.QUIET)
          .map(Figure::name)
          .toList();

  private static final int NODES = 3;
  private static final int UP_RUNS = 7;
  private static final int UP_RUNS_QUICK = 3;
  private static final int VERSION_RUNS = 15;
  private static final Duration VERSION_LIMIT = Duration.ofSeconds(30);

  private final Dcore dcore;
  private final Consumer<String> progress;
  private int clusters;

  /// @param progress told in a few words what is measured next
  Ground(Dcore dcore, Consumer<String> progress) {
    this.dcore = dcore;
    this.progress = progress;
  }

  /// All but [#SLOW].
  List<Row> quick() throws InterruptedException {
    return starts(UP_RUNS_QUICK);
  }

  List<Row> all() throws InterruptedException {
    List<Row> rows = new ArrayList<>(starts(UP_RUNS));
    progress.accept("idle agents, for " + IdleAgents.SECONDS + " s");
    rows.addAll(new IdleAgents(dcore).measure(NODES, freshDirectory()));
    progress.accept("the simulator with faults");
    rows.add(new SimulatorSpeed(dcore).measure(SimulatorSpeed.WITH_FAULTS));
    progress.accept("the simulator without faults");
    rows.add(new SimulatorSpeed(dcore).measure(SimulatorSpeed.QUIET));
    return rows;
  }

  private List<Row> starts(int upRuns) throws InterruptedException {
    progress.accept("the command line, " + VERSION_RUNS + " times");
    Taken empty = Taken.times(VERSION_RUNS, dcore::emptySeconds);
    Taken version = Taken.times(VERSION_RUNS, () -> dcore.run(VERSION_LIMIT, "version").seconds());
    progress.accept("a cluster's start, " + upRuns + " times");
    Taken ready = Taken.times(upRuns, this::readySeconds);
    @Nullable Baseline baseline = empty.asBaseline("an empty program");
    return List.of(ready.row(READY, baseline), version.row(VERSION, baseline));
  }

  private double readySeconds() throws BenchFailed, InterruptedException {
    try (BenchCluster cluster = BenchCluster.up(dcore, freshDirectory(), NODES)) {
      return cluster.readySeconds();
    }
  }

  private Path freshDirectory() {
    return dcore.scratch().resolve("cluster-" + ++clusters);
  }
}
