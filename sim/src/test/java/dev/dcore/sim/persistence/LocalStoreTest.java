package dev.dcore.sim.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.runtime.StoreAnswer;
import dev.dcore.kernel.runtime.StoreRequest;
import dev.dcore.kernel.runtime.StoreTrace;
import dev.dcore.kernel.store.KvCommand;
import dev.dcore.kernel.store.KvResult;
import dev.dcore.sim.time.EventQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A node's store on the disk that lies.
class LocalStoreTest {
  private final EventQueue queue = new EventQueue();

  @Test
  void whatIsAcknowledgedSurvivesAPowerLoss() {
    SimDisk disk = disk(1);
    StoredLife life = new StoredLife(queue, disk);
    long ticket = life.put("greeting", "hello");
    assertEquals(new StoreAnswer.Written(new KvResult.Stored(1, 1)), life.await(ticket));
    disk.losePower(PowerLoss.ofNothing());

    assertEquals("hello", new StoredLife(queue, disk).content().get("greeting"));
  }

  @Test
  void nobodyReadsWhatIsNotDurable() {
    StoredLife life = new StoredLife(queue, disk(1));
    life.await(life.put("k", "old"));
    long write = life.put("k", "new");
    long read = life.ask(new StoreRequest.Get(StoredLife.bytes("k")));
    StoreAnswer.Found found = assertInstanceOf(StoreAnswer.Found.class, life.answer(read));
    assertEquals("old", StoredLife.text(found.entry().value()));
    assertNull(life.answer(write));
    life.await(write);
    assertEquals("new", life.content().get("k"));
  }

  @Test
  void theLogsPrefixGoesOnlyWhenTwoCheckpointsHoldIt() {
    SimDisk disk = disk(1);
    StoredLife life = new StoredLife(queue, disk);
    write(life, 100);
    StoreAnswer.Checkpointed one =
        assertInstanceOf(
            StoreAnswer.Checkpointed.class, life.await(life.ask(new StoreRequest.Checkpoint())));
    assertEquals(100, one.checkpoint().position());
    assertEquals(1, life.status().logFirst());
    write(life, 50);
    life.await(life.ask(new StoreRequest.Checkpoint()));
    assertEquals(101, life.status().logFirst());
    assertEquals(150, life.status().checkpointPosition());
    life.await(life.ask(new StoreRequest.Compact()));
    assertEquals(151, life.status().logFirst());
    disk.losePower(PowerLoss.ofNothing());

    StoredLife after = new StoredLife(queue, disk);
    assertEquals(150, after.status().position());
    assertEquals(List.of(), after.status().notes());
    write(after, 1);
    assertEquals(151, after.status().position());
  }

  @Test
  void aDamagedCheckpointCostsALongerReplayAndIsSaid() {
    SimDisk disk = disk(1);
    StoredLife life = new StoredLife(queue, disk);
    write(life, 60);
    life.await(life.ask(new StoreRequest.Compact()));
    write(life, 20);
    StoreAnswer.Checkpointed newest =
        (StoreAnswer.Checkpointed) life.await(life.ask(new StoreRequest.Checkpoint()));
    write(life, 5);
    SortedMap<String, String> before = life.content();
    disk.losePower(PowerLoss.ofNothing());
    String file = String.format("checkpoint/%010d.data", newest.checkpoint().ordinal());
    disk.damage().flip(file, 700, 1);

    StoredLife after = new StoredLife(queue, disk);
    assertEquals(before, after.content());
    assertEquals(85, after.status().position());
    assertEquals(1, after.status().notes().size());
    assertTrue(after.status().notes().getFirst().contains(file), after.status().toString());
    StoreTrace.Opened opened = assertInstanceOf(StoreTrace.Opened.class, after.traces.getLast());
    assertEquals(25, opened.replayed());
  }

  @Test
  void withoutAWholeCheckpointAndTheWholeLogItStaysClosedAndSaysWhy() {
    SimDisk disk = disk(1);
    StoredLife life = new StoredLife(queue, disk);
    write(life, 60);
    life.await(life.ask(new StoreRequest.Compact()));
    write(life, 1); // So that the truncation of the log is durable.
    for (String file : List.copyOf(disk.image().keySet())) {
      if (file.startsWith("checkpoint/")) {
        disk.damage().flip(file, 50, 1);
      }
    }
    StoredLife after = new StoredLife(queue, disk);
    StoreAnswer.Rejected refused =
        assertInstanceOf(StoreAnswer.Rejected.class, after.await(after.put("k", "v")));
    assertTrue(refused.reason().contains("is stopped"), refused.reason());
  }

  @Test
  void itCheckpointsByItselfWhenTheLogHasGrown() {
    StoredLife life = new StoredLife(queue, disk(1));
    write(life, 1_200);
    for (int i = 0; i < 500; i++) {
      life.runNext();
    }
    assertTrue(life.status().checkpoint() >= 3, life.status().toString());
    assertTrue(life.status().logFirst() > 1);
  }

  @Test
  void timeToLiveGoesOnWhereItStoodAfterARestart() {
    SimDisk disk = disk(1);
    StoredLife life = new StoredLife(queue, disk);
    long second = 1_000_000_000;
    putFor(life, "k", 10 * second);
    queue.runFor(4 * second);
    life.await(life.put("other", "brings the time"));
    disk.losePower();
    queue.runFor(100 * second);

    StoredLife after = new StoredLife(queue, disk);
    assertNotNull(after.content().get("k"));
    long opened = queue.nowNanos();
    for (int i = 0; i < 1_000 && after.content().get("k") != null; i++) {
      after.runNext();
    }
    assertNull(after.content().get("k"));
    long lived = queue.nowNanos() - opened;
    assertTrue(lived > 5 * second && lived < 7 * second, "it lived " + lived);
  }

  /// The first to expire is the one that the store wakes for, whatever changed since.
  @Test
  void itWakesForTheNextKeyThatExpires() {
    StoredLife life = new StoredLife(queue, disk(1));
    long second = 1_000_000_000;
    putFor(life, "late", 20 * second);
    putFor(life, "early", 5 * second);
    long written = queue.nowNanos();
    for (String key : List.of("early", "late")) {
      for (int i = 0; i < 1_000 && life.content().containsKey(key); i++) {
        life.runNext();
      }
      assertNull(life.content().get(key));
      long lived = queue.nowNanos() - written;
      long wanted = key.equals("early") ? 5 * second : 20 * second;
      assertTrue(Math.abs(lived - wanted) < second / 10, key + " lived " + lived);
    }
    for (int i = 0; i < 10; i++) {
      life.runNext();
    }
    assertEquals(Long.MAX_VALUE, life.store().deadlineNanos());
  }

  @Test
  void aFailedSyncLeavesWritesUndecidedAndReadsAlone() {
    SimDisk disk = disk(1);
    StoredLife life = new StoredLife(queue, disk);
    life.await(life.put("k", "v"));
    disk.failWith(1);
    assertInstanceOf(StoreAnswer.Indeterminate.class, life.await(life.put("k", "w")));
    assertEquals("v", life.content().get("k"));
    assertInstanceOf(StoreAnswer.Rejected.class, life.await(life.put("k", "x")));
  }

  /// What was refused for want of space is not there afterwards, what was acknowledged is, and with
  /// space again writes go on.
  @Test
  void aFullDiskMakesItReadOnlyUntilItIsOpenedAgain() {
    SimDisk disk = disk(1);
    StoredLife life = new StoredLife(queue, disk);
    write(life, 10);
    disk.capacity(disk.image().values().stream().mapToLong(file -> file.length).sum());
    List<Long> tickets = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      tickets.add(life.put("big" + i, "v".repeat(3_000)));
      life.runNext();
    }
    tickets.forEach(life::await);
    long written =
        tickets.stream().filter(each -> life.answer(each) instanceof StoreAnswer.Written).count();
    long refused =
        tickets.stream().filter(each -> life.answer(each) instanceof StoreAnswer.Rejected).count();
    assertTrue(refused > 5 && written > 5, written + " written, " + refused + " refused");
    assertEquals(60, written + refused);
    assertTrue(life.status().readOnly().contains("space"), life.status().readOnly());
    assertEquals(10 + written, life.status().keys());
    disk.losePower();
    disk.capacity(Long.MAX_VALUE);

    StoredLife after = new StoredLife(queue, disk);
    assertEquals(10 + written, after.status().keys());
    write(after, 1);
  }

  /// Crashes of all kinds, at any time, with checkpoints on the way: what was acknowledged is
  /// there, and what is there is a prefix of what was asked for, in its order.
  @Test
  void acknowledgedWritesSurviveAnyCrash() {
    int replays = 0;
    for (long seed = 1; seed <= 40; seed++) {
      Choice draw = Choices.seeded(seed, "run").choice("what");
      SimDisk disk = disk(seed);
      List<String[]> asked = new ArrayList<>();
      int acknowledged = 0;
      for (int life = 0; life < 8; life++) {
        StoredLife store = new StoredLife(queue, disk);
        StoreAnswer.Status status = store.status();
        int found = (int) status.position();
        assertTrue(found >= acknowledged && found <= asked.size(), "seed " + seed + ": " + status);
        asked.subList(found, asked.size()).clear();
        assertEquals(expected(asked), store.content(), "seed " + seed);
        replays += status.checkpointPosition() < found ? 1 : 0;
        List<Long> tickets = new ArrayList<>();
        acknowledged = found;
        for (int step = draw.below(400); step > 0; step--) {
          if (draw.chance(0.4)) {
            String key = "k" + draw.below(50);
            String value = draw.chance(0.2) ? null : "v".repeat(1 + draw.below(200)) + step;
            asked.add(new String[] {key, value});
            tickets.add(value == null ? store.delete(key) : store.put(key, value));
          } else if (draw.chance(0.03)) {
            store.ask(new StoreRequest.Checkpoint());
          } else {
            store.runNext();
          }
        }
        for (long ticket : tickets) {
          if (store.answer(ticket) != null) {
            assertInstanceOf(StoreAnswer.Written.class, store.answer(ticket));
            acknowledged++;
          }
        }
        if (draw.chance(0.7)) {
          disk.losePower();
        } else {
          disk.kill();
        }
      }
    }
    assertTrue(replays > 100, "the log was replayed " + replays + " times");
  }

  private static SortedMap<String, String> expected(List<String[]> asked) {
    SortedMap<String, String> content = new TreeMap<>();
    for (String[] each : asked) {
      if (each[1] == null) {
        content.remove(each[0]);
      } else {
        content.put(each[0], each[1]);
      }
    }
    return content;
  }

  private static void putFor(StoredLife life, String key, long ttlNanos) {
    life.await(
        life.ask(
            new StoreRequest.Write(
                new KvCommand.Put(StoredLife.bytes(key), StoredLife.bytes("v"), ttlNanos))));
  }

  private static void write(StoredLife life, int count) {
    long from = life.status().position();
    for (int i = 0; i < count; i++) {
      life.await(life.put("key" + (from + i) % 40, "value " + (from + i)));
    }
  }

  private SimDisk disk(long seed) {
    return new SimDisk(queue, Choices.seeded(seed, "disk"));
  }
}
