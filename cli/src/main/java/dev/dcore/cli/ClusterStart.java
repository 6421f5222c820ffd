package dev.dcore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Starts agents that are missing, and waits until all see all.
final class ClusterStart {
  /// A slow machine under load; three agents take two to three seconds on an idle one.
  private static final Duration READY_TIMEOUT = Duration.ofSeconds(30);

  /// What each agent may take more, since dozens share few cores.
  private static final Duration READY_TIMEOUT_EACH = Duration.ofSeconds(1);

  /// Agents that start at the same time: of more, all would wait for each other, and none could
  /// join one that is there already.
  private static final int STARTING_MAX = 8;

  private static final Duration POLL = Duration.ofMillis(25);

  private final Path dataDirectory;
  private final AgentLauncher launcher;
  private final Map<RecordedNode, Process> started = new LinkedHashMap<>();
  private final StartGate gate;
  private ClusterFile cluster;

  ClusterStart(ClusterFile cluster, Path dataDirectory, StartGate gate) {
    this.cluster = cluster;
    this.gate = gate;
    this.dataDirectory = dataDirectory;
    this.launcher = new AgentLauncher(dataDirectory, cluster.arguments());
  }

  /// @throws CommandFailed when one of them ends or they do not see each other in time; then those
  ///   that were started are stopped again
  ClusterFile start(List<RecordedNode> missing) throws CommandFailed, InterruptedException {
    try {
      cluster.write(dataDirectory);
      long deadline =
          System.nanoTime()
              + READY_TIMEOUT.plus(READY_TIMEOUT_EACH.multipliedBy(missing.size())).toNanos();
      for (RecordedNode node : missing) {
        awaitFewStarting(deadline);
        startOne(node);
      }
      awaitReady(deadline);
      return cluster;
    } catch (CommandFailed e) {
      ClusterStop.some(
          cluster,
          cluster.nodes().stream().filter(node -> wasStarted(node.name())).toList(),
          dataDirectory);
      throw e;
    }
  }

  private void startOne(RecordedNode node) throws CommandFailed {
    try {
      Files.deleteIfExists(node.directory(dataDirectory).resolve("agent.json"));
    } catch (IOException e) {
      throw new CommandFailed(
          node.directory(dataDirectory) + " cannot be written: choose another --data-dir", e);
    }
    List<String> seeds =
        cluster.nodes().stream()
            .filter(each -> !each.name().equals(node.name()))
            .map(RecordedNode::address)
            .toList();
    gate.pass(
        () -> {
          Process process = launcher.start(cluster.cluster(), node, seeds);
          started.put(node, process);
          cluster = cluster.with(node.with(AgentProcess.of(process.toHandle())));
          cluster.write(dataDirectory);
        });
  }

  /// Until another one may start, or the time is over.
  private void awaitFewStarting(long deadline) throws CommandFailed, InterruptedException {
    while (started.keySet().stream().filter(this::isStarting).count() >= STARTING_MAX
        && System.nanoTime() < deadline) {
      requireRunning();
      Thread.sleep(POLL);
    }
  }

  private boolean isStarting(RecordedNode node) {
    return node.facts(dataDirectory).isEmpty();
  }

  private void awaitReady(long deadline) throws CommandFailed, InterruptedException {
    Readiness readiness = new Readiness(dataDirectory);
    while (true) {
      requireRunning();
      @Nullable String missing = readiness.missing(cluster.nodes());
      if (missing == null && !cluster.voters().isEmpty()) {
        missing = readiness.leaderless(cluster.nodes());
      }
      if (missing == null) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new CommandFailed(
            "the cluster is not ready in time, because "
                + missing
                + ": look at the logs in "
                + dataDirectory);
      }
      Thread.sleep(POLL);
    }
  }

  /// That nobody has ended, and nobody has pressed Ctrl-C.
  private void requireRunning() throws CommandFailed {
    gate.pass(() -> {});
    for (var each : started.entrySet()) {
      if (!each.getValue().isAlive()) {
        String why = launcher.lastWords(each.getKey());
        throw new CommandFailed("the agent " + each.getKey().name() + " did not start: " + why);
      }
    }
  }

  private boolean wasStarted(String name) {
    return started.keySet().stream().anyMatch(node -> node.name().equals(name));
  }
}
