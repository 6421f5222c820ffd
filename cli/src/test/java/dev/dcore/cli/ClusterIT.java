package dev.dcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Five real agent processes, one after the other killed, frozen, thawed, sent away and stopped.
/// The tests share the cluster, each leaves five living agents behind, and the last stops it.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {
  private static final List<String> NAMES = List.of("n1", "n2", "n3", "n4", "n5");

  /// Five probe periods until it is n3's turn, one to fail, four of suspicion, and as much again
  /// for a machine that does much else.
  private static final Duration DETECTION = Duration.ofSeconds(25);

  @TempDir private static Path directory;
  private Dcore dcore;

  @BeforeAll
  void up() throws Exception {
    dcore = new Dcore(directory);
    dcore.run("up", "--nodes", "5", "--detach").succeeded();
  }

  @AfterAll
  void down() throws Exception {
    dcore.run("down");
  }

  @Test
  @Order(1)
  void whenUpReturnsAllSeeAll() throws Exception {
    for (String observer : NAMES) {
      assertEquals(
          List.of("alive", "alive", "alive", "alive", "alive"),
          dcore.members(observer).stream().map(MemberRow::state).toList());
    }
  }

  @Test
  @Order(2)
  void upWithNoneMissingSaysSo() throws Exception {
    Dcore.Ended again = dcore.run("up");
    assertEquals(1, again.exitCode());
    assertTrue(again.err().contains("all 5 agents"), again.err());
  }

  @Test
  @Order(2)
  void anEventIsSeenWhereSomebodyWatchesAndTagsAreFilteredBy() throws Exception {
    Dcore.Running monitor = dcore.start("monitor", "--agent", "n5", "--json");
    Dcore.await("the monitor begins", DETECTION, () -> monitor.said().contains("resync"));

    dcore.run("event", "deploy", "v2", "--agent", "n1").succeeded();
    dcore.run("tags", "--set", "zone=a", "--agent", "n2").succeeded();

    Dcore.await("n5 hears the event", DETECTION, () -> monitor.said().contains("\"deploy\""));
    Dcore.await(
        "n5 sees the zone of n2", DETECTION, () -> monitor.said().contains("\"zone\":\"a\""));
    Dcore.signal("INT", monitor.process().pid());
    monitor.await();
    Dcore.Ended filtered = dcore.run("members", "--zone", "a", "--agent", "n5").succeeded();
    assertEquals(2, filtered.out().lines().count(), filtered.out());
    assertTrue(filtered.out().contains("n2"), filtered.out());
  }

  @Test
  @Order(2)
  void theNetworkIsDrawnAndTheDoctorFindsNothing() throws Exception {
    String topology = dcore.run("topology").succeeded().out();
    assertTrue(topology.contains("round trips between zones"), topology);
    String reachability = dcore.run("reachability", "--json").succeeded().out();
    assertTrue(reachability.contains("\"broken\" : [ ]"), reachability);
    String roundTrip = dcore.run("rtt", "n1", "n2").succeeded().out();
    assertTrue(roundTrip.startsWith("n1 to n2: estimated "), roundTrip);
    String doctor = dcore.run("doctor").out();
    assertTrue(doctor.contains("5 of 5 run"), doctor);
  }

  @Test
  @Order(3)
  void whoIsKilledIsSeenDeadAndExplainedByAllOthersAndRestartedByUp() throws Exception {
    long incarnation = dcore.member("n1", "n3").incarnation();
    Dcore.Running monitor = dcore.start("monitor", "--agent", "n1", "--json");
    Dcore.await("the monitor begins", DETECTION, () -> monitor.said().contains("resync"));

    Dcore.signal("KILL", dcore.pid("n3"));

    List<String> others = List.of("n1", "n2", "n4", "n5");
    for (String observer : others) {
      Dcore.await(
          observer + " sees n3 dead",
          DETECTION,
          () -> dcore.member(observer, "n3").state().equals("dead"));
      String text = dcore.run("explain", "n3", "--agent", observer).succeeded().out();
      assertTrue(text.startsWith("n3 is dead: the probe of n"), text);
      assertTrue(text.contains("pinged n3 at") && text.contains("nothing came"), text);
    }
    Dcore.signal("INT", monitor.process().pid());
    String watched = monitor.await().succeeded().out();
    assertTrue(watched.contains("\"kind\":\"suspected\""), watched);
    assertTrue(
        watched.indexOf("\"kind\":\"died\"") > watched.indexOf("\"kind\":\"suspected\""), watched);

    dcore.run("up", "--detach").succeeded();

    for (String observer : NAMES) {
      MemberRow restarted = dcore.member(observer, "n3");
      assertEquals("alive", restarted.state());
      assertTrue(restarted.incarnation() > incarnation, restarted::toString);
    }
  }

  @Test
  @Order(4)
  void whoIsFrozenUntilSeenDeadIsAliveAgainWhenThawed() throws Exception {
    long incarnation = dcore.member("n1", "n2").incarnation();
    long pid = dcore.pid("n2");

    Dcore.signal("STOP", pid);
    try {
      Dcore.await(
          "n1 sees n2 dead", DETECTION, () -> dcore.member("n1", "n2").state().equals("dead"));
      // Another agent answers for the one that cannot.
      assertTrue(dcore.run("members").succeeded().out().contains("n2"));
    } finally {
      Dcore.signal("CONT", pid);
    }

    for (String observer : List.of("n1", "n3", "n4", "n5")) {
      Dcore.await(
          observer + " sees n2 alive with a higher incarnation",
          DETECTION,
          () -> {
            MemberRow thawed = dcore.member(observer, "n2");
            return thawed.state().equals("alive") && thawed.incarnation() > incarnation;
          });
    }
    assertEquals(pid, dcore.pid("n2"));
  }

  @Test
  @Order(5)
  void leaveIsNotAFailure() throws Exception {
    Dcore.Ended nobodyNamed = dcore.run("leave");
    assertEquals(2, nobodyNamed.exitCode());
    assertTrue(nobodyNamed.err().contains("--agent"), nobodyNamed.err());

    dcore.run("leave", "--agent", "n5").succeeded();

    for (String observer : List.of("n1", "n2", "n3", "n4")) {
      Dcore.await(
          observer + " sees that n5 left",
          DETECTION,
          () -> dcore.member(observer, "n5").state().equals("left"));
    }
    dcore.run("up", "--detach").succeeded();
    assertEquals("alive", dcore.member("n1", "n5").state());
  }

  @Test
  @Order(6)
  void anAgentEndsWithZeroAfterLeaveAndAfterSigterm() throws Exception {
    String seed = dcore.cluster().nodes().getFirst().address();
    for (String how : List.of("leave", "SIGTERM")) {
      Path home = directory.resolve("guest");
      Dcore.Running guest =
          dcore.start(
              "agent", "--name", "guest", "--data-dir", home.toString(), "--join", seed, "--quiet");
      Dcore.await(
          "n1 sees the guest",
          DETECTION,
          () ->
              dcore.members("n1").stream()
                  .anyMatch(member -> member.name().equals("guest") && member.alive()));
      if (how.equals("leave")) {
        dcore.run("leave", "--data-dir", home.toString()).succeeded();
      } else {
        Dcore.signal("TERM", guest.process().pid());
      }
      assertEquals(0, guest.await().exitCode(), how);
      Dcore.await(
          "n1 sees that the guest left, after " + how,
          DETECTION,
          () -> dcore.member("n1", "guest").state().equals("left"));
    }
  }

  @Test
  @Order(7)
  void downLeavesNoProcessAndNoPort() throws Exception {
    List<RecordedNode> nodes = dcore.cluster().nodes();
    List<Long> pids = NAMES.stream().map(this::pid).toList();

    dcore.run("down").succeeded();

    for (long pid : pids) {
      assertFalse(ProcessHandle.of(pid).map(ClusterIT::runs).orElse(false), "pid " + pid);
    }
    for (RecordedNode node : nodes) {
      assertTrue(FreePorts.isFree(port(node.address())), node::toString);
      assertTrue(FreePorts.isFree(port(node.admin())), node::toString);
    }
    assertNotEquals(0, dcore.run("members").exitCode());
  }

  private long pid(String name) {
    try {
      return dcore.pid(name);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// What nobody collects yet has ended nevertheless.
  private static boolean runs(ProcessHandle handle) {
    return AgentProcess.of(handle).isAlive();
  }

  private static int port(String hostPort) {
    return Integer.parseInt(hostPort.substring(hostPort.lastIndexOf(':') + 1));
  }
}
