package dev.dcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterPlanTest {
  @TempDir private Path directory;

  @Test
  void theFirstTimeItPlansThreeNodesWithPortsOfTheirOwn() throws Exception {
    ClusterPlan plan = plan(null, null);
    assertEquals(List.of("n1", "n2", "n3"), plan.cluster().names());
    assertEquals(plan.cluster().nodes(), plan.missing());
    assertEquals(
        6,
        plan.cluster().nodes().stream()
            .flatMap(node -> Stream.of(node.address(), node.admin()))
            .distinct()
            .count());
  }

  @Test
  void recordedNodesKeepTheirPorts() throws Exception {
    ClusterPlan first = plan(2, null);
    first.cluster().write(directory);
    ClusterPlan more = plan(3, null);
    assertEquals(first.cluster().nodes(), more.cluster().nodes().subList(0, 2));
  }

  @Test
  void withoutANumberThereAreAsManyAsRecorded() throws Exception {
    plan(5, null).cluster().write(directory);
    assertEquals(5, plan(null, null).cluster().nodes().size());
  }

  @Test
  void whileNoneRunsTheClusterCanShrink() throws Exception {
    plan(5, null).cluster().write(directory);
    assertEquals(2, plan(2, null).cluster().nodes().size());
  }

  @Test
  void whileOneRunsTheClusterCannotShrink() throws Exception {
    ClusterFile cluster = plan(2, null).cluster();
    AgentProcess thisOne = AgentProcess.of(ProcessHandle.current());
    cluster.with(cluster.nodes().getFirst().with(thisOne)).write(directory);
    CommandFailed failed = assertThrows(CommandFailed.class, () -> plan(1, null));
    assertTrue(String.valueOf(failed.getMessage()).contains("dcore down"), failed::toString);
  }

  @Test
  void onlyThoseThatDoNotRunAreMissing() throws Exception {
    ClusterFile cluster = plan(2, null).cluster();
    AgentProcess thisOne = AgentProcess.of(ProcessHandle.current());
    cluster.with(cluster.nodes().getFirst().with(thisOne)).write(directory);
    assertEquals(
        List.of("n2"), plan(null, null).missing().stream().map(RecordedNode::name).toList());
  }

  @Test
  void aDirectoryHoldsOneCluster() throws Exception {
    plan(1, "blue").cluster().write(directory);
    assertEquals("blue", plan(null, null).cluster().cluster());
    assertThrows(CommandFailed.class, () -> plan(null, "green"));
  }

  @Test
  void aWishIsKeptForThoseThatStartLater() throws Exception {
    ClusterFile cluster = wished(3, "3s").cluster();
    assertEquals(List.of("--detect-within", "3s", "--expect-nodes", "3"), cluster.wish());
    cluster.write(directory);
    assertEquals(cluster.wish(), plan(null, null).cluster().wish());
    assertEquals("5s", wished(3, "5s").cluster().wish().get(1), "nobody runs");
  }

  @Test
  void whileOneRunsTheWishStaysWhatItIs() throws Exception {
    ClusterFile cluster = wished(2, "3s").cluster();
    AgentProcess thisOne = AgentProcess.of(ProcessHandle.current());
    cluster.with(cluster.nodes().getFirst().with(thisOne)).write(directory);
    assertEquals(cluster.wish(), wished(4, "3s").cluster().wish(), "also when others join");
    CommandFailed failed = assertThrows(CommandFailed.class, () -> wished(2, "5s"));
    assertTrue(String.valueOf(failed.getMessage()).contains("dcore down"), failed::toString);
  }

  private ClusterPlan plan(@Nullable Integer nodes, @Nullable String label) throws CommandFailed {
    return ClusterPlan.make(directory, new ClusterPlan.Wish(nodes, label, "gossip", List.of()));
  }

  private ClusterPlan wished(int nodes, String within) throws CommandFailed {
    List<String> options = List.of("--detect-within", within);
    return ClusterPlan.make(directory, new ClusterPlan.Wish(nodes, null, "gossip", options));
  }
}
