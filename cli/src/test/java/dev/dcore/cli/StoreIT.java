package dev.dcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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

/// The stores of two real agents, one of which is killed while it writes.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StoreIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir private static Path directory;
  private Dcore dcore;

  @BeforeAll
  void up() throws Exception {
    dcore = new Dcore(directory);
    dcore.run("up", "--nodes", "2", "--coordinator", "gossip", "--detach").succeeded();
  }

  @AfterAll
  void down() throws Exception {
    dcore.run("down");
  }

  @Test
  @Order(1)
  void eachAgentHasAStoreOfItsOwnAndTheCommandsSaySo() throws Exception {
    Dcore.Ended unnamed = dcore.run("kv", "put", "greeting", "hello");
    assertEquals(2, unnamed.exitCode());
    assertTrue(unnamed.err().contains("a store of its own"), unnamed.err());
    dcore.run("kv", "put", "greeting", "hello", "--agent", "n1").succeeded();
    assertEquals("hello\n", dcore.run("kv", "get", "greeting", "--agent", "n1").succeeded().out());
    Dcore.Ended elsewhere = dcore.run("kv", "get", "greeting", "--agent", "n2");
    assertEquals(1, elsewhere.exitCode());
    assertTrue(elsewhere.err().contains("n2 has no key"), elsewhere.err());
    assertEquals(1, dcore.run("kv", "delete", "none", "--agent", "n1").exitCode());
    assertEquals(2, dcore.run("kv").exitCode());
  }

  @Test
  @Order(2)
  void whatIsAcknowledgedSurvivesAKill() throws Exception {
    AdminClient client = dcore.client("n1");
    AtomicInteger acknowledged = new AtomicInteger();
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    for (int i = 1; i < 1_000_000; i++) {
                      client.kvPut(key(i), value(i), 0, TIMEOUT);
                      acknowledged.set(i);
                    }
                  } catch (IOException _) {
                    // It was killed.
                  }
                });
    Dcore.await("some writes", TIMEOUT, () -> acknowledged.get() > 100);
    dcore.run("checkpoint", "--agent", "n1").succeeded();
    int before = acknowledged.get();
    Dcore.await("more writes", TIMEOUT, () -> acknowledged.get() > before + 20);
    Dcore.signal("KILL", dcore.pid("n1"));
    writer.join();
    dcore.run("up", "--nodes", "2", "--coordinator", "gossip", "--detach").succeeded();

    AdminClient again = dcore.client("n1");
    for (int i = 1; i <= acknowledged.get(); i++) {
      assertEquals(
          new String(value(i), StandardCharsets.UTF_8),
          again.kvGet(key(i), "linearizable", TIMEOUT).text("value"));
    }
  }

  @Test
  @Order(3)
  void aBackupIsRestoredIntoAnAgentThatIsDown() throws Exception {
    dcore.run("backup", "b", "--agent", "n1").succeeded();
    dcore.run("kv", "put", "greeting", "changed", "--agent", "n1").succeeded();
    dcore.run("compact", "--agent", "n1").succeeded();
    Dcore.Ended running = dcore.run("restore", "b", "--agent", "n1");
    assertEquals(1, running.exitCode());
    assertTrue(running.err().contains("in use"), running.err());
    dcore.run("down").succeeded();

    dcore.run("restore", "b", "--agent", "n1").succeeded();
    dcore.run("restore", "b", "--agent", "n2").succeeded();
    dcore.run("up", "--nodes", "2", "--coordinator", "gossip", "--detach").succeeded();
    for (String agent : new String[] {"n1", "n2"}) {
      assertEquals(
          "hello\n", dcore.run("kv", "get", "greeting", "--agent", agent).succeeded().out());
    }
  }

  private static String key(int number) {
    return "key/" + number;
  }

  private static byte[] value(int number) {
    return ("value " + number).getBytes(StandardCharsets.UTF_8);
  }
}
