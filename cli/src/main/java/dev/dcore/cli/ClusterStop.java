package dev.dcore.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Ends agents: first by asking them, then by force.
final class ClusterStop {
  /// An agent that was asked ends within 3 seconds by its own limit.
  private static final Duration GRACE = Duration.ofMillis(3_500);

  private static final Duration KILL_WAIT = Duration.ofSeconds(3);
  private static final Duration POLL = Duration.ofMillis(20);

  private ClusterStop() {}

  /// @param how `left`, `killed`, `gone` (it did not run) or `survived`
  record Stopped(String name, @Nullable Long pid, String how) {
    Map<String, @Nullable Object> json() {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("name", name);
      json.put("pid", pid);
      json.put("how", how);
      return json;
    }
  }

  record Result(String cluster, List<Stopped> nodes) {
    List<String> survivors() {
      return named("survived");
    }

    String render(boolean asJson) {
      if (asJson) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("cluster", cluster);
        json.put("nodes", nodes.stream().map(Stopped::json).toList());
        return Output.prettyJson(json) + "\n";
      }
      StringBuilder text = new StringBuilder();
      sentence(text, named("left"), "stopped ", "");
      sentence(text, named("killed"), "killed ", ", which did not leave in time");
      return text.isEmpty() ? "no agent ran\n" : text.toString();
    }

    private List<String> named(String how) {
      return nodes.stream().filter(each -> each.how().equals(how)).map(Stopped::name).toList();
    }

    private static void sentence(
        StringBuilder text, List<String> names, String before, String after) {
      if (!names.isEmpty()) {
        text.append(before).append(String.join(", ", names)).append(after).append('\n');
      }
    }
  }

  /// Stops every agent of the cluster and records that none runs.
  static Result all(ClusterFile cluster, Path dataDirectory)
      throws CommandFailed, InterruptedException {
    Result result = some(cluster, cluster.nodes(), dataDirectory);
    cluster
        .with(cluster.nodes().stream().map(node -> node.with(null)).toList())
        .write(dataDirectory);
    return result;
  }

  /// Stops these.
  static Result some(ClusterFile cluster, List<RecordedNode> nodes, Path dataDirectory)
      throws InterruptedException {
    Map<RecordedNode, AgentProcess> running = new LinkedHashMap<>();
    for (RecordedNode node : nodes) {
      node.running(dataDirectory).ifPresent(process -> running.put(node, process));
    }
    running.values().forEach(AgentProcess::terminate);
    awaitEnd(running, GRACE);
    List<RecordedNode> stubborn =
        running.keySet().stream().filter(node -> isAlive(running, node)).toList();
    stubborn.forEach(node -> process(running, node).kill());
    awaitEnd(running, KILL_WAIT);
    List<Stopped> stopped = new ArrayList<>();
    for (RecordedNode node : nodes) {
      AgentProcess process = running.get(node);
      if (process == null) {
        stopped.add(new Stopped(node.name(), null, "gone"));
      } else {
        String how = process.isAlive() ? "survived" : stubborn.contains(node) ? "killed" : "left";
        stopped.add(new Stopped(node.name(), process.pid(), how));
      }
    }
    return new Result(cluster.cluster(), stopped);
  }

  private static void awaitEnd(Map<RecordedNode, AgentProcess> running, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < deadline
        && running.values().stream().anyMatch(AgentProcess::isAlive)) {
      Thread.sleep(POLL);
    }
  }

  private static boolean isAlive(Map<RecordedNode, AgentProcess> running, RecordedNode node) {
    return process(running, node).isAlive();
  }

  private static AgentProcess process(Map<RecordedNode, AgentProcess> running, RecordedNode node) {
    return Objects.requireNonNull(running.get(node));
  }
}
