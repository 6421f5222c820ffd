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
  /// A slow machine under load; it takes two to three seconds on an idle one.
  private static final Duration READY_TIMEOUT = Duration.ofSeconds(30);

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
    this.launcher = new AgentLauncher(dataDirectory);
  }

  /// @throws CommandFailed when one of them ends or they do not see each other in time; then those
  ///   that were started are stopped again
  ClusterFile start(List<RecordedNode> missing) throws CommandFailed, InterruptedException {
    try {
      cluster.write(dataDirectory);
      for (RecordedNode node : missing) {
        startOne(node);
      }
      awaitReady();
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

  private void awaitReady() throws CommandFailed, InterruptedException {
    long deadline = System.nanoTime() + READY_TIMEOUT.toNanos();
    Readiness readiness = new Readiness(dataDirectory);
    while (true) {
      gate.pass(() -> {});
      for (var each : started.entrySet()) {
        if (!each.getValue().isAlive()) {
          String why = launcher.lastWords(each.getKey());
          throw new CommandFailed("the agent " + each.getKey().name() + " did not start: " + why);
        }
      }
      @Nullable String missing = readiness.missing(cluster.nodes());
      if (missing == null) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new CommandFailed(
            "the cluster is not ready after "
                + READY_TIMEOUT.toSeconds()
                + " s, because "
                + missing
                + ": look at the logs in "
                + dataDirectory);
      }
      Thread.sleep(POLL);
    }
  }

  private boolean wasStarted(String name) {
    return started.keySet().stream().anyMatch(node -> node.name().equals(name));
  }
}
