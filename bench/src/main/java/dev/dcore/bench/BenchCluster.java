package dev.dcore.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A cluster of real agents, started by `dcore up` in a directory of its own and stopped by `dcore
/// down`, also when the benchmark is interrupted.
final class BenchCluster implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Dcore dcore;
  private final String directory;
  private final Thread onInterrupt = new Thread(this::downQuietly, "dcore-bench-interrupted");
  private double readySeconds;
  private List<Long> pids = List.of();

  private BenchCluster(Dcore dcore, Path directory) {
    this.dcore = dcore;
    this.directory = directory.toString();
  }

  /// @param directory does not exist yet
  static BenchCluster up(Dcore dcore, Path directory, int nodes)
      throws BenchFailed, InterruptedException {
    BenchCluster cluster = new BenchCluster(dcore, directory);
    Runtime.getRuntime().addShutdownHook(cluster.onInterrupt);
    try {
      cluster.start(nodes);
      return cluster;
    } catch (BenchFailed | InterruptedException e) {
      cluster.forgetInterrupt();
      cluster.downQuietly();
      throw e;
    }
  }

  /// From the command's start to its end: all see all, and it has said so.
  double readySeconds() {
    return readySeconds;
  }

  /// Of the agents.
  List<Long> pids() {
    return pids;
  }

  @Override
  public void close() throws BenchFailed {
    try {
      dcore.run(LIMIT, "down", "--data-dir", directory);
      forgetInterrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailed("interrupted while it was stopped", e);
    }
  }

  private void forgetInterrupt() {
    try {
      Runtime.getRuntime().removeShutdownHook(onInterrupt);
    } catch (IllegalStateException _) {
      // It is running.
    }
  }

  private void start(int nodes) throws BenchFailed, InterruptedException {
    Dcore.Ended up =
        dcore.run(
            LIMIT,
            "up",
            "--nodes",
            String.valueOf(nodes),
            "--detach",
            "--json",
            "--data-dir",
            directory);
    readySeconds = up.seconds();
    pids = pidsIn(up.out());
    if (pids.size() != nodes) {
      throw new BenchFailed("of " + nodes + " agents " + pids.size() + " run");
    }
  }

  /// @param status as `dcore status --json` prints it
  static List<Long> pidsIn(String status) throws BenchFailed {
    List<Long> pids = new ArrayList<>();
    try {
      if (JSON.std.mapFrom(status).get("nodes") instanceof List<?> nodes) {
        for (Object node : nodes) {
          if (node instanceof Map<?, ?> fields && fields.get("pid") instanceof Number pid) {
            pids.add(pid.longValue());
          }
        }
      }
    } catch (IOException e) {
      throw new BenchFailed("what dcore up printed is not JSON", e);
    }
    return pids;
  }

  private void downQuietly() {
    try {
      dcore.run(LIMIT, "down", "--data-dir", directory);
    } catch (BenchFailed e) {
      System.err.println("dcore: " + e.sentence());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
