package dev.dcore.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What agents cost that have nothing to do. Each agent of the cluster is a run.
final class IdleAgents {
  static final Figure PROCESSOR = Figure.atMost("idle agent, processor", "% of a core", 1);
  static final Figure MEMORY = Figure.atMost("idle agent, memory", "MiB", 80);

  /// A start's garbage and compilations are over then.
  private static final Duration SETTLING = Duration.ofSeconds(60);

  /// Long enough for ticks of 10 ms to tell 0.1 % from 0.2 %.
  private static final Duration WINDOW = Duration.ofSeconds(20);

  static final long SECONDS = SETTLING.plus(WINDOW).toSeconds();
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double PERCENT = 100;

  private final Dcore dcore;

  IdleAgents(Dcore dcore) {
    this.dcore = dcore;
  }

  /// @param directory does not exist yet
  List<Row> measure(int nodes, Path directory) throws InterruptedException {
    try (BenchCluster cluster = BenchCluster.up(dcore, directory, nodes)) {
      return measure(cluster);
    } catch (BenchFailed e) {
      return List.of(Taken.failed(e).row(PROCESSOR, null), Taken.failed(e).row(MEMORY, null));
    }
  }

  private List<Row> measure(BenchCluster cluster) throws BenchFailed, InterruptedException {
    List<Double> percents = new ArrayList<>();
    List<Double> memory = new ArrayList<>();
    Process bare = dcore.idleJvm();
    try {
      Thread.sleep(SETTLING);
      long began = System.nanoTime();
      List<Double> before = new ArrayList<>();
      for (long pid : cluster.pids()) {
        before.add(Machine.cpuSeconds(pid));
        memory.add(Machine.residentMib(pid));
      }
      Thread.sleep(WINDOW);
      double window = (System.nanoTime() - began) / NANOS_PER_SECOND;
      for (int i = 0; i < before.size(); i++) {
        double used = Machine.cpuSeconds(cluster.pids().get(i)) - before.get(i);
        percents.add(PERCENT * used / window);
      }
      Baseline idle = new Baseline("a JVM that waits", Machine.residentMib(bare.pid()));
      return List.of(
          new Taken(new Samples(percents), null).row(PROCESSOR, null),
          new Taken(new Samples(memory), null).row(MEMORY, idle));
    } finally {
      bare.destroyForcibly();
    }
  }
}
