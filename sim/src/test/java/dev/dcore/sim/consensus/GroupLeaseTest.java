package dev.dcore.sim.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.store.KvAnswer;
import dev.dcore.kernel.store.KvFailure;
import dev.dcore.kernel.store.KvMutation;
import dev.dcore.kernel.store.KvOp;
import dev.dcore.kernel.store.KvQuery;
import dev.dcore.kernel.store.ReadLevel;
import dev.dcore.sim.runtime.SimProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Leases of a whole group, whose leader alone knows when they end.
final class GroupLeaseTest {
  private static final byte[] KEY = "session".getBytes(StandardCharsets.UTF_8);

  private final SimulatedGroup group = new SimulatedGroup(11, 4, 3);

  @BeforeEach
  void start() {
    group.startAll();
    group.runFor(5);
  }

  @Test
  void keyGoesOnceWithItsLease() {
    put(5);
    group.runFor(3);
    assertTrue(isThere());
    group.runFor(4);
    assertFalse(isThere());

    long after = group.status(group.leader()).raft().commit();
    group.runFor(30);
    assertEquals(after, group.status(group.leader()).raft().commit());
  }

  @Test
  void newLeaderGivesALeaseItsFullTime() {
    put(10);
    group.runFor(8);
    group.leader().kill();
    group.runFor(8);
    assertTrue(isThere());
    group.runFor(6);
    assertFalse(isThere());
  }

  @Test
  void whoIsKeptAliveFromAnyNodeLastsAndWhoIsGoneIsNotKept() {
    long lease = put(5);
    for (int i = 0; i < 6; i++) {
      if (i == 3) {
        group.leader().kill();
      }
      KvAnswer kept = group.keepAlive(group.node(4), lease);
      assertEquals(
          Duration.ofSeconds(5).toNanos(),
          assertInstanceOf(KvAnswer.Granted.class, kept).ttlNanos());
      group.runFor(3);
    }
    assertTrue(isThere());
    group.runFor(4);
    assertFalse(isThere());

    KvAnswer gone = group.keepAlive(group.node(4), lease);
    assertEquals(KvFailure.NO_SUCH_LEASE, assertInstanceOf(KvAnswer.Failed.class, gone).failure());
  }

  /// The leader who is cut off from the others knows no more than they whether a lease lasts.
  @Test
  void leaderWithoutAMajorityKeepsNothingAlive() {
    long lease = put(5);
    SimProcess leader = group.leader();
    for (int i = 1; i <= 3; i++) {
      if (group.node(i) != leader) {
        group.node(i).kill();
      }
    }
    AssertionError refused =
        assertThrows(AssertionError.class, () -> group.keepAlive(leader, lease));
    assertTrue(String.valueOf(refused.getMessage()).contains("no answer in time"));
  }

  /// @return the lease
  private long put(long seconds) {
    long ttl = Duration.ofSeconds(seconds).toNanos();
    KvAnswer granted = group.submit(group.node(4), new KvMutation.GrantLease(0, ttl));
    long lease = assertInstanceOf(KvAnswer.Granted.class, granted).lease();
    assertInstanceOf(
        KvAnswer.Stored.class,
        group.submit(group.node(4), new KvOp.Put(KEY, new byte[] {1}, lease)));
    return lease;
  }

  private boolean isThere() {
    KvAnswer found = group.ask(group.node(4), new KvQuery.Get(KEY, 0), ReadLevel.LINEARIZABLE);
    return !((KvAnswer.Found) found).items().isEmpty();
  }
}
