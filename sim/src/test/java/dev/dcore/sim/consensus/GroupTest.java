package dev.dcore.sim.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.runtime.GroupAnswer;
import dev.dcore.kernel.runtime.GroupRequest;
import dev.dcore.kernel.store.KvAnswer;
import dev.dcore.kernel.store.KvOp;
import dev.dcore.kernel.store.KvQuery;
import dev.dcore.kernel.store.ReadLevel;
import dev.dcore.kernel.store.StoreLimits;
import dev.dcore.sim.runtime.SimProcess;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A group as its users see it: whole nodes in the simulator, told as a story.
final class GroupTest {
  private final SimulatedGroup group = new SimulatedGroup(7, 4, 3);

  @Test
  void whatWasWrittenSurvivesTheLeaderAndThePowerOfAll() {
    group.startAll();
    group.runFor(5);
    SimProcess first = group.leader();
    for (int i = 0; i < 20; i++) {
      put(group.node(1 + i % 4), "key" + i, "value" + i);
    }

    first.kill();
    put(other(first), "after", "the kill");
    assertNotEquals(first.name(), group.leader().name());
    first.start();
    group.runFor(5);
    for (SimProcess each : group.simulation.processes()) {
      each.losePower();
    }
    group.startAll();
    group.runFor(3);

    for (SimProcess each : group.simulation.processes()) {
      assertEquals("value7", get(each, "key7", ReadLevel.LINEARIZABLE));
      assertEquals("the kill", get(each, "after", ReadLevel.FOLLOWER));
      assertEquals("value19", get(each, "key19", ReadLevel.LOCAL));
    }
  }

  @Test
  void largestValueComesFromAnyNodeAndGoesToAny() {
    group.startAll();
    group.runFor(5);
    String large = "x".repeat(StoreLimits.DEFAULT.valueBytesMax());

    put(group.node(4), "key", large);

    for (SimProcess each : group.simulation.processes()) {
      assertEquals(large, get(each, "key", ReadLevel.LINEARIZABLE));
    }
  }

  @Test
  void minorityDecidesNothing() {
    group.startAll();
    group.runFor(5);
    put(group.node(1), "key", "value");
    SimProcess leader = group.leader();
    for (int i = 1; i <= 3; i++) {
      if (group.node(i) != leader) {
        group.node(i).kill();
      }
    }
    group.runFor(5);

    assertInstanceOf(
        GroupAnswer.NotLeader.class,
        group.request(leader, new GroupRequest.Query(new byte[] {1}, true)));
  }

  @Test
  void votersChangeAndWhoIsNoLongerOneLeadsNoMore() {
    group.startAll();
    group.runFor(5);
    put(group.node(4), "key", "value");
    SimProcess leader = group.leader();
    int leaving = 1 + group.simulation.processes().indexOf(leader);
    var voters =
        List.of(1, 2, 3, 4).stream()
            .filter(number -> number != leaving)
            .map(SimulatedGroup::id)
            .toList();

    assertInstanceOf(
        GroupAnswer.Done.class, group.request(leader, new GroupRequest.Reconfigure(voters)));
    group.runFor(5);

    assertNotEquals(leader, group.leader());
    assertEquals(voters, group.status(group.leader()).raft().configuration().voters());
    leader.kill();
    put(group.node(4), "key", "again");
    assertEquals("again", get(group.node(4), "key", ReadLevel.LINEARIZABLE));
  }

  @Test
  void leadershipIsHandedOver() {
    group.startAll();
    group.runFor(5);
    SimProcess leader = group.leader();
    SimProcess other = other(leader);
    int number = 1 + group.simulation.processes().indexOf(other);

    group.request(leader, new GroupRequest.TransferLeadership(SimulatedGroup.id(number)));
    group.runFor(1);

    assertEquals(other, group.leader());
    put(leader, "key", "value");
  }

  /// Who was away while the log was cut gets a state instead.
  @Test
  void whoComesLateGetsAState() {
    for (int i = 1; i <= 3; i++) {
      group.node(i).start();
    }
    group.runFor(5);
    for (int i = 0; i < 30; i++) {
      put(group.node(1), "key" + i, "x".repeat(100_000));
    }
    for (int round = 0; round < 2; round++) {
      for (int i = 1; i <= 3; i++) {
        assertInstanceOf(
            GroupAnswer.Checkpointed.class,
            group.request(group.node(i), new GroupRequest.Checkpoint()));
      }
    }
    assertTrue(group.status(group.leader()).raft().boundary() > 20);

    group.node(4).start();
    group.runFor(15);

    assertEquals("x".repeat(100_000), get(group.node(4), "key3", ReadLevel.LOCAL));
    group.node(4).losePower();
    group.node(4).start();
    group.runFor(5);
    assertEquals("x".repeat(100_000), get(group.node(4), "key29", ReadLevel.LOCAL));
    assertEquals(group.status(group.leader()).state(), group.status(group.node(4)).state());
  }

  private SimProcess other(SimProcess than) {
    return group.node(1) == than ? group.node(2) : group.node(1);
  }

  private void put(SimProcess at, String key, String value) {
    assertInstanceOf(
        KvAnswer.Stored.class, group.submit(at, new KvOp.Put(bytes(key), bytes(value))));
  }

  private String get(SimProcess at, String key, ReadLevel level) {
    KvAnswer.Found found = (KvAnswer.Found) group.ask(at, new KvQuery.Get(bytes(key), 0), level);
    return found.items().isEmpty()
        ? ""
        : new String(found.items().getFirst().value(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
