package dev.dcore.sim.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.persistence.checkpoint.CheckpointEffect;
import dev.dcore.sim.time.EventQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/// Checkpoints on the disk that lies.
class CheckpointTest {
  private final EventQueue queue = new EventQueue();

  @Test
  void anEmptyDirectoryHasNone() {
    CheckpointedState state = open(disk(1), 1);
    assertEquals(new CheckpointEffect.Loaded(0, 0, 0, List.of()), state.load());
  }

  @Test
  void aRestartFindsTheStateAsItWas() {
    SimDisk disk = disk(1);
    CheckpointedState state = open(disk, 1);
    state.load();
    state.applyUpTo(300);
    state.checkpoint();
    disk.losePower(PowerLoss.ofNothing());

    CheckpointedState after = open(disk, 1);
    assertEquals(new CheckpointEffect.Loaded(1, 300, 400, List.of()), after.load());
    assertEquals(CheckpointedState.expected(1, 300), after.content());
  }

  @Test
  void writesGoOnWhileACheckpointIsWritten() {
    SimDisk disk = disk(1);
    CheckpointedState state = open(disk, 1);
    state.load();
    state.applyUpTo(300);
    state.begin();
    for (long position = 301; !state.idle(); position++) {
      state.applyUpTo(position);
      state.runNext();
    }
    assertTrue(state.store.position() > 320, "some writes came in between");

    CheckpointedState after = open(disk, 1);
    assertEquals(300, after.load().position());
    assertEquals(CheckpointedState.expected(1, 300), after.content());
  }

  @Test
  void whereLittleChangedLittleIsWritten() {
    CheckpointedState state = open(disk(1), 1);
    state.load();
    state.applyUpTo(500);
    state.checkpoint();
    CheckpointEffect.Completed full = (CheckpointEffect.Completed) state.checkpoint();
    assertEquals(0, full.chunksKept());
    state.checkpoint();
    state.applyUpTo(501);
    CheckpointEffect.Completed little = (CheckpointEffect.Completed) state.checkpoint();

    assertTrue(little.chunksWritten() <= 10, little.toString());
    assertTrue(little.chunksKept() > 20, little.toString());
    assertTrue(little.bytesWritten() < full.bytesWritten() / 2, little.toString());
  }

  /// The log goes on from the older one, should the newer be damaged.
  @Test
  void theLogIsNeededFromTheOlderOneOn() {
    CheckpointedState state = open(disk(1), 1);
    state.load();
    List<Long> droppable = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      state.applyUpTo(100L * i);
      droppable.add(((CheckpointEffect.Completed) state.checkpoint()).droppable());
    }
    assertEquals(List.of(0L, 200L, 300L, 400L), droppable);
  }

  /// Whatever byte of whatever file is damaged, one of the last two is whole, and it is said which
  /// file is not.
  @Test
  void anyDamagedByteLeavesOneOfTheLastTwo() {
    SimDisk disk = disk(3);
    CheckpointedState state = open(disk, 3);
    state.load();
    for (int i = 0; i < 6; i++) {
      state.applyUpTo(105 + i);
      assertInstanceOf(CheckpointEffect.Completed.class, state.checkpoint());
    }
    SortedMap<String, byte[]> image = disk.image();
    assertTrue(image.size() >= 5, "chunks are shared: " + image.keySet());
    List<String> newest = CheckpointedState.expected(3, 110);
    List<String> before = CheckpointedState.expected(3, 109);
    int passedOver = 0;
    for (String file : image.keySet()) {
      for (int at = 0; at < image.get(file).length; at++) {
        disk.load(image);
        disk.damage().flip(file, at, 0x20);
        CheckpointedState after = open(disk, 3);
        CheckpointEffect.Loaded loaded = after.load();
        if (loaded.position() == 110) {
          assertEquals(newest, after.content());
        } else {
          assertEquals(109, loaded.position(), () -> loaded.toString());
          assertEquals(before, after.content());
          assertEquals(file, loaded.damages().getFirst().file());
          passedOver++;
        }
      }
    }
    assertTrue(passedOver > 1_000, "the newest was damaged " + passedOver + " times");
  }

  @Test
  void bothDamagedIsSaidOfBoth() {
    SimDisk disk = disk(1);
    CheckpointedState state = open(disk, 1);
    state.load();
    state.applyUpTo(50);
    state.checkpoint();
    state.checkpoint();
    for (String file : List.copyOf(disk.image().keySet())) {
      disk.damage().flip(file, 10, 1);
    }
    CheckpointEffect.Loaded loaded = open(disk, 1).load();
    assertEquals(0, loaded.ordinal());
    assertEquals(2, loaded.damages().size());
  }

  @Test
  void theCheckpointOfAnotherNodeIsNotTaken() {
    SimDisk disk = disk(1);
    CheckpointedState state = open(disk, 1);
    state.load();
    state.applyUpTo(5);
    state.checkpoint();
    CheckpointEffect.Loaded loaded = new CheckpointedState(queue, disk, 1, 8).load();
    assertEquals(0, loaded.ordinal());
    assertTrue(loaded.damages().getFirst().reason().contains("another node"));
  }

  /// A crash after any operation, with any luck: what was complete stays, and nothing counts as
  /// damaged, since no file ever had other bytes than were written.
  @Test
  void aCrashAnywhereLeavesWhatWasComplete() {
    int operations = 0;
    for (long seed = 1; seed <= 6; seed++) {
      for (int crashAt = 1; crashAt < 400; crashAt++) {
        SimDisk disk = disk(seed * 1_000 + crashAt);
        CheckpointedState state = open(disk, seed);
        state.load();
        long complete = 0;
        boolean crashed = false;
        int left = crashAt;
        for (long position = 20; position <= 60 && !crashed; position += 20) {
          state.applyUpTo(position);
          state.begin();
          while (!state.idle() && !crashed) {
            crashed = left-- == 0;
            if (!crashed) {
              state.runNext();
            }
          }
          complete = crashed ? complete : position;
        }
        if (!crashed) {
          break;
        }
        operations++;
        if (crashAt % 2 == 0) {
          disk.losePower();
        } else {
          disk.kill();
        }
        CheckpointedState after = open(disk, seed);
        CheckpointEffect.Loaded loaded = after.load();
        assertEquals(List.of(), loaded.damages(), "seed " + seed + ", crash " + crashAt);
        assertTrue(loaded.position() >= complete, "seed " + seed + ", crash " + crashAt);
        if (loaded.position() > 0) {
          assertEquals(CheckpointedState.expected(seed, loaded.position()), after.content());
        }
        // And it goes on from there.
        after.applyUpTo(70);
        assertInstanceOf(CheckpointEffect.Completed.class, after.checkpoint());
      }
    }
    assertTrue(operations > 200, "crashes: " + operations);
  }

  /// Long runs of checkpoints, failures, crashes and damage: of the last two that were complete one
  /// is found at least, if one file was damaged since.
  @Test
  void whatIsLoadedIsAlwaysAStateThatWas() {
    int fallbacks = 0;
    int failures = 0;
    for (long seed = 1; seed <= 60; seed++) {
      Choice draw = Choices.seeded(seed, "run").choice("what");
      SimDisk disk = disk(seed);
      long least = 0;
      for (int life = 0; life < 6; life++) {
        CheckpointedState state = open(disk, seed);
        CheckpointEffect.Loaded loaded = state.load();
        assertTrue(loaded.position() >= least, "seed " + seed + ": " + loaded + ", " + least);
        fallbacks += loaded.damages().isEmpty() ? 0 : 1;
        if (loaded.position() > 0) {
          assertEquals(CheckpointedState.expected(seed, loaded.position()), state.content());
        }
        List<Long> complete = new ArrayList<>();
        disk.failWith(draw.chance(0.5) ? 0 : 0.01);
        for (int i = 0; i < 4; i++) {
          state.applyUpTo(state.store.position() + 1 + draw.below(30));
          if (state.checkpoint() instanceof CheckpointEffect.Completed completed) {
            complete.add(completed.position());
          } else {
            failures++;
          }
        }
        state.applyUpTo(state.store.position() + 1);
        state.begin();
        for (int i = draw.below(40); i > 0 && !state.idle(); i--) {
          state.runNext();
        }
        disk.failWith(DiskFaults.NONE);
        disk.losePower();
        least = complete.isEmpty() ? least : complete.getLast();
        // Two are new and whole, so one may go.
        if (complete.size() >= 2 && draw.chance(0.5)) {
          damageOne(disk, draw);
          least = complete.get(complete.size() - 2);
        }
      }
    }
    assertTrue(
        fallbacks > 20 && failures > 20, fallbacks + " fallbacks, " + failures + " failures");
  }

  private static void damageOne(SimDisk disk, Choice draw) {
    List<String> files = List.copyOf(disk.image().keySet());
    String file = files.get(draw.below(files.size()));
    int length = disk.image().get(file).length;
    if (length > 0) {
      disk.damage().flip(file, draw.below(length), 1);
    }
  }

  private SimDisk disk(long seed) {
    return new SimDisk(queue, Choices.seeded(seed, "disk"));
  }

  private CheckpointedState open(SimDisk disk, long seed) {
    return new CheckpointedState(queue, disk, seed);
  }
}
