package dev.dcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong at an agent's start is one sentence and an exit code.
@Tag("slow")
class AgentErrorsIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path directory;

  @Test
  void aTcpPortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, loopback())) {
      says(1, Integer.toString(taken.getLocalPort()), agent("127.0.0.1:" + taken.getLocalPort()));
    }
  }

  @Test
  void aUdpPortInUse() throws Exception {
    try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(loopback(), 0))) {
      says(1, Integer.toString(taken.getLocalPort()), agent("127.0.0.1:" + taken.getLocalPort()));
    }
  }

  @Test
  void anAdminPortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, loopback())) {
      String admin = "127.0.0.1:" + taken.getLocalPort();
      says(1, "--admin", agent("127.0.0.1:0", "--admin", admin));
    }
  }

  /// A directory below a regular file cannot be made by anybody, root included.
  @Test
  void aDirectoryThatCannotBeMade() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    says(
        1,
        file.toString(),
        new Dcore(directory)
            .run("agent", "--name", "n1", "--data-dir", file.resolve("n1").toString(), "--quiet"));
  }

  @Test
  void anAddressOffLoopback() throws Exception {
    says(1, "--insecure", agent("0.0.0.0:0", "--advertise", "127.0.0.1:7101"));
  }

  @Test
  void aWrongFlag() throws Exception {
    says(2, "--nam", new Dcore(directory).run("agent", "--nam", "n1"));
  }

  @Test
  void aSecondAgentOnTheSameDirectory() throws Exception {
    Dcore dcore = new Dcore(directory);
    String home = directory.resolve("n1").toString();
    Dcore.Running first = dcore.start("agent", "--name", "n1", "--data-dir", home, "--quiet");
    try {
      Dcore.await("the first listens", SOON, () -> first.said().contains("listens"));
      says(1, home, dcore.run("agent", "--name", "n1", "--data-dir", home, "--quiet"));
    } finally {
      first.process().destroy();
    }
    assertEquals(0, first.await().exitCode());
  }

  @Test
  void upRepeatsWhatAnAgentSaidAndStopsTheOthers() throws Exception {
    Dcore dcore = new Dcore(directory);
    ClusterPlan.make(directory, new ClusterPlan.Wish(2, null, "gossip", List.of()))
        .cluster()
        .write(directory.resolve(".dcore"));
    RecordedNode second = dcore.cluster().nodes().getLast();
    int port = Integer.parseInt(second.address().substring(second.address().indexOf(':') + 1));

    try (ServerSocket _ = new ServerSocket(port, 1, loopback())) {
      Dcore.Ended failed = dcore.run("up", "--detach");

      assertEquals(1, failed.exitCode(), failed::err);
      assertTrue(failed.err().contains("n2 did not start: "), failed::err);
      assertTrue(failed.err().contains(Integer.toString(port)), failed::err);
    }
    assertTrue(
        dcore.cluster().nodes().stream()
            .allMatch(node -> node.running(directory.resolve(".dcore")).isEmpty()));
  }

  @Test
  void ctrlCInUpIsDown() throws Exception {
    Dcore dcore = new Dcore(directory);
    Dcore.Running up = dcore.start("up", "--nodes", "2");
    Dcore.await("the live view begins", SOON, () -> up.said().contains("n1 sees n1 alive, n2"));
    long pid = dcore.pid("n2");

    Dcore.signal("INT", up.process().pid());

    Dcore.Ended ended = up.await();
    assertEquals(0, ended.exitCode(), ended::err);
    assertTrue(ended.err().contains("stopped n1, n2"), ended::err);
    assertTrue(
        ProcessHandle.of(pid).map(AgentProcess::of).stream().noneMatch(AgentProcess::isAlive));
  }

  private Dcore.Ended agent(String bind, String... more) throws Exception {
    String[] arguments = new String[7 + more.length];
    String home = directory.resolve("n1").toString();
    System.arraycopy(
        new String[] {"agent", "--name", "n1", "--quiet", "--data-dir", home, "--bind=" + bind},
        0,
        arguments,
        0,
        7);
    System.arraycopy(more, 0, arguments, 7, more.length);
    return new Dcore(directory).run(arguments);
  }

  private static void says(int exitCode, String what, Dcore.Ended ended) {
    assertEquals(exitCode, ended.exitCode(), ended::err);
    assertTrue(ended.err().contains(what), ended::err);
    assertEquals(1, ended.err().lines().count(), ended::err);
    assertTrue(ended.err().startsWith("dcore: "), ended::err);
  }

  private static InetAddress loopback() {
    return InetAddress.ofLiteral("127.0.0.1");
  }
}
