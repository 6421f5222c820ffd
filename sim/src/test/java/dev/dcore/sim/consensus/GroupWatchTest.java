package dev.dcore.sim.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.runtime.GroupAnswer;
import dev.dcore.kernel.runtime.GroupRequest;
import dev.dcore.kernel.store.KvAnswer;
import dev.dcore.kernel.store.KvEvent;
import dev.dcore.kernel.store.KvMutation;
import dev.dcore.kernel.store.KvOp;
import dev.dcore.kernel.store.WatchNotice;
import dev.dcore.sim.runtime.SimProcess;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Watches of a whole group: each node serves its own from what it has applied.
final class GroupWatchTest {
  private final SimulatedGroup group = new SimulatedGroup(13, 4, 3);

  @Test
  void watchesHearOfAllAcrossTheKillOfTheLeader() {
    group.startAll();
    group.runFor(5);
    SimProcess leader = group.leader();
    SimProcess follower = group.node(1) == leader ? group.node(2) : group.node(1);
    SimProcess learner = group.node(4);
    long atFollower = group.watch(follower, "key", 0);
    long atLearner = group.watch(learner, "key", 0);
    long atLeader = group.watch(leader, "key", 0);
    put(learner, 1, 10);
    put(learner, "other", "not watched");
    group.runFor(1);
    Heard heard = new Heard();
    heard.take(leader, atLeader, 10);

    leader.kill();
    put(learner, 11, 20);

    List<String> all = IntStream.rangeClosed(1, 20).mapToObj(i -> "key" + i).toList();
    assertEquals(all, new Heard().take(follower, atFollower, 20).keys);
    assertEquals(all, new Heard().take(learner, atLearner, 20).keys);
    long resumed = group.watch(learner, "key", heard.through + 1);
    assertEquals(all, heard.take(learner, resumed, 20).keys);
  }

  @Test
  void whoAsksForWhatWasCompactedIsToldToReadAgain() {
    group.startAll();
    group.runFor(5);
    put(group.node(4), 1, 10);
    long revision = group.status(group.leader()).state();
    assertInstanceOf(
        KvAnswer.Compacted.class, group.submit(group.node(4), new KvMutation.Compact(revision)));
    group.runFor(1);

    long watch = group.watch(group.node(4), "key", 1);
    List<WatchNotice> first = group.notices(group.node(4), watch);
    assertTrue(assertInstanceOf(WatchNotice.Resync.class, first.getFirst()).revision() > revision);
    put(group.node(1), 11, 11);
    assertEquals(List.of("key11"), new Heard().take(group.node(4), watch, 1).keys);
  }

  /// Who gets another's state instead of the log goes on without a gap, or knows of it.
  @Test
  void whoWasAwayFromTheLogIsToldToReadAgain() {
    group.startAll();
    group.runFor(5);
    put(group.node(1), 1, 3);
    SimProcess late = group.node(4);
    long watch = group.watch(late, "key", 1);
    assertEquals(List.of("key1", "key2", "key3"), new Heard().take(late, watch, 3).keys);
    BitSet cutOff = new BitSet();
    cutOff.set(3);
    group.simulation.network().split(cutOff);
    for (int i = 0; i < 30; i++) {
      put(group.node(1), "key" + i, "x".repeat(100_000));
    }
    long revision = group.status(group.leader()).state();
    group.submit(group.node(1), new KvMutation.Compact(revision));
    for (int round = 0; round < 2; round++) {
      for (int i = 1; i <= 3; i++) {
        group.request(group.node(i), new GroupRequest.Checkpoint());
      }
    }
    group.simulation.network().rejoin(cutOff);
    group.runFor(30);

    List<WatchNotice> heard = new ArrayList<>();
    long last = group.status(group.leader()).state();
    while (heard.isEmpty() || heard.getLast().revision() < last) {
      heard.addAll(group.notices(late, watch));
    }
    assertTrue(heard.stream().anyMatch(notice -> notice instanceof WatchNotice.Resync));
  }

  @Test
  void watchThatEndedIsNotServed() {
    group.startAll();
    group.runFor(5);
    long watch = group.watch(group.node(1), "key", 0);
    group.request(group.node(1), new GroupRequest.EndWatch(watch));

    assertInstanceOf(
        GroupAnswer.Rejected.class,
        group.request(group.node(1), new GroupRequest.TakeNotices(watch)));
  }

  private final class Heard {
    final List<String> keys = new ArrayList<>();
    long through;

    /// @param until so many keys were heard of, all in all
    Heard take(SimProcess at, long watch, int until) {
      while (keys.size() < until) {
        for (WatchNotice notice : group.notices(at, watch)) {
          assertTrue(notice.revision() > through);
          through = notice.revision();
          for (KvEvent event : assertInstanceOf(WatchNotice.Events.class, notice).events()) {
            keys.add(new String(event.item().key(), StandardCharsets.UTF_8));
          }
        }
      }
      return this;
    }
  }

  private void put(SimProcess at, int from, int to) {
    for (int i = from; i <= to; i++) {
      put(at, "key" + i, "value" + i);
    }
  }

  private void put(SimProcess at, String key, String value) {
    KvOp.Put put =
        new KvOp.Put(key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    assertInstanceOf(KvAnswer.Stored.class, group.submit(at, put));
  }
}
