package dev.dcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The store that three real agents keep together, while its leader is killed and frozen.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplicatedStoreIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final List<String> NAMES = List.of("n1", "n2", "n3");

  @TempDir private static Path directory;
  private Dcore dcore;

  @BeforeAll
  void up() throws Exception {
    dcore = new Dcore(directory);
    dcore.run("up", "--nodes", "3", "--detach").succeeded();
  }

  @AfterAll
  void down() throws Exception {
    dcore.run("down");
  }

  @Test
  @Order(1)
  void anyAgentAnswersForAll() throws Exception {
    dcore.run("kv", "put", "greeting", "hello", "--agent", "n1").succeeded();
    for (String name : NAMES) {
      assertEquals(
          "hello\n", dcore.run("kv", "get", "greeting", "--agent", name).succeeded().out());
      assertEquals(
          "hello\n",
          dcore
              .run("kv", "get", "greeting", "--agent", name, "--read", "follower")
              .succeeded()
              .out());
    }
    dcore.run("kv", "cas", "greeting", "hello", "world").succeeded();
    Dcore.Ended stale = dcore.run("kv", "cas", "greeting", "hello", "again");
    assertEquals(1, stale.exitCode());
    assertTrue(stale.err().contains("holds \"world\""), stale.err());
    assertEquals(1, dcore.run("kv", "cas", "--create", "greeting", "x").exitCode());
    Dcore.Ended status = dcore.run("status").succeeded();
    assertTrue(status.out().contains("leads in term"), status.out());
  }

  @Test
  @Order(2)
  void keyWithATimeToLiveGoesByItself() throws Exception {
    dcore.run("kv", "put", "--ttl", "2", "lease/a", "for a while").succeeded();
    JsonObject there = dcore.client("n2").kvGet("lease/a", "linearizable", TIMEOUT);
    assertEquals("for a while", there.text("value"));

    Dcore.await("its end", TIMEOUT, () -> dcore.run("kv", "get", "lease/a").exitCode() == 1);
  }

  /// One that is asked of an agent which is killed then.
  @Test
  @Order(3)
  void watchHearsOfAllAndGoesOnAtAnotherAgent() throws Exception {
    Dcore.Running watch = dcore.start("kv", "watch", "watched/");
    Dcore.await("its beginning", TIMEOUT, () -> watch.said().contains("what becomes of"));
    String asked = watch.said().strip().split(" ", 2)[0];
    dcore.run("kv", "put", "watched/a", "1").succeeded();
    dcore.run("kv", "put", "--ttl", "1", "watched/b", "2").succeeded();
    Dcore.await("the end of b", TIMEOUT, () -> watch.said().contains("delete watched/b"));

    Dcore.signal("KILL", dcore.pid(asked));
    dcore.run("kv", "put", "watched/c", "3").succeeded();
    Dcore.await("the change after it", TIMEOUT, () -> watch.said().contains("put watched/c 3"));
    dcore.run("up", "--detach").succeeded();
    Dcore.signal("INT", watch.process().pid());

    Dcore.Ended ended = watch.await();
    assertEquals(0, ended.exitCode(), ended.err());
    assertEquals(
        List.of("put watched/a 1", "put watched/b 2", "delete watched/b", "put watched/c 3"),
        ended
            .out()
            .lines()
            .filter(line -> Character.isDigit(line.charAt(0)))
            .map(line -> line.split(" ", 2)[1])
            .toList());
  }

  @Test
  @Order(4)
  void whatIsAcknowledgedSurvivesTheLeader() throws Exception {
    String leader = leader();
    AtomicInteger acknowledged = new AtomicInteger();
    AdminClient client = dcore.client(other(leader));
    Thread writer = Thread.ofVirtual().start(() -> write(client, acknowledged));
    Dcore.await("some writes", TIMEOUT, () -> acknowledged.get() > 50);

    Dcore.signal("KILL", dcore.pid(leader));
    int before = acknowledged.get();
    Dcore.await("writes after it", TIMEOUT, () -> acknowledged.get() > before + 50);
    assertNotEquals(leader, leader());
    dcore.run("up", "--detach").succeeded();
    writer.interrupt();
    writer.join();

    for (String name : NAMES) {
      AdminClient reader = dcore.client(name);
      for (int i = 1; i <= acknowledged.get(); i++) {
        assertEquals(
            "value " + i, reader.kvGet("key/" + i, "follower", TIMEOUT).text("value"), name);
      }
    }
  }

  @Test
  @Order(5)
  void leaderThatIsFrozenIsReplacedAndFollowsWhenItThaws() throws Exception {
    String leader = leader();
    long pid = dcore.pid(leader);
    Dcore.signal("STOP", pid);
    try {
      dcore.run("kv", "put", "frozen", leader, "--agent", other(leader)).succeeded();
    } finally {
      Dcore.signal("CONT", pid);
    }
    assertEquals(
        leader + "\n", dcore.run("kv", "get", "frozen", "--agent", leader).succeeded().out());
  }

  @Test
  @Order(6)
  void allAreKilledAndNothingIsLost() throws Exception {
    for (String name : NAMES) {
      Dcore.signal("KILL", dcore.pid(name));
    }
    dcore.run("up", "--detach").succeeded();
    assertEquals("world\n", dcore.run("kv", "get", "greeting").succeeded().out());
  }

  @Test
  @Order(5)
  void backupIsRestoredForAll() throws Exception {
    dcore.run("backup", "b").succeeded();
    dcore.run("kv", "put", "greeting", "changed").succeeded();
    assertEquals(1, dcore.run("restore", "b").exitCode());
    dcore.run("down").succeeded();

    dcore.run("restore", "b").succeeded();
    dcore.run("up", "--detach").succeeded();
    for (String name : NAMES) {
      assertEquals(
          "world\n",
          dcore
              .run("kv", "get", "greeting", "--agent", name, "--read", "follower")
              .succeeded()
              .out());
    }
  }

  private static void write(AdminClient client, AtomicInteger acknowledged) {
    try {
      for (int i = 1; !Thread.currentThread().isInterrupted(); i++) {
        byte[] value = ("value " + i).getBytes(StandardCharsets.UTF_8);
        client.kvPut("key/" + i, value, 0, TIMEOUT);
        acknowledged.set(i);
      }
    } catch (IOException _) {
      // It was interrupted.
    }
  }

  private String leader() throws Exception {
    String[] leader = new String[1];
    Dcore.await(
        "a leader",
        TIMEOUT,
        () -> {
          leader[0] = JsonObject.parse(dcore.run("status", "--json").out()).textOrNull("leader");
          return leader[0] != null;
        });
    return leader[0];
  }

  private static String other(String than) {
    return NAMES.stream().filter(name -> !name.equals(than)).findFirst().orElseThrow();
  }
}
