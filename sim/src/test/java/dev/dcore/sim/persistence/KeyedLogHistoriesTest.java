package dev.dcore.sim.persistence;

import static dev.dcore.sim.persistence.KeyedMachine.CONFIG;
import static dev.dcore.sim.persistence.KeyedMachine.patch;
import static dev.dcore.sim.persistence.KeyedMachine.tombstone;
import static dev.dcore.sim.persistence.KeyedMachine.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.persistence.compaction.CompactionPlanner;
import dev.dcore.kernel.persistence.compaction.SegmentStats;
import dev.dcore.kernel.persistence.compaction.SizeTieredPlanner;
import dev.dcore.kernel.persistence.compaction.WholePlanner;
import dev.dcore.kernel.persistence.keyed.KeyedLogConfig;
import dev.dcore.kernel.persistence.keyed.KeyedLogEffect;
import dev.dcore.kernel.persistence.keyed.KeyedLogInput;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Histories that logs of this kind have failed.
final class KeyedLogHistoriesTest {
  private static final CompactionPlanner TIERED = new SizeTieredPlanner(2, 100, Long.MAX_VALUE);
  private static final CompactionPlanner WHOLE = new WholePlanner();

  private final KeyedMachine machine = new KeyedMachine(5, CONFIG);

  /// A log that goes by the sequences of the records that are left gives out one twice.
  @Test
  void compactCheckpointRestartWriteRestart() {
    machine.open();
    machine.addNow(value("a", 1, "a"), value("b", 2, "b"));
    machine.addNow(tombstone("a", 3), tombstone("b", 4));
    machine.step(new KeyedLogInput.Passed(4));
    machine.compact(WHOLE);
    machine.settle();
    assertEquals(List.of(), machine.log().segments(), "nothing is left to keep");

    machine.losePower();
    machine.reopen();
    assertEquals(4, machine.acknowledged());
    machine.addNow(value("a", 5, "again"));
    machine.losePower();
    machine.reopen();

    assertEquals(Map.of("a", "again"), machine.found());
  }

  /// A compaction that keeps the newest version of a key keeps one patch of several.
  @Test
  void aCompactionOfSeveralPatchesToOneKey() {
    machine.open();
    machine.addNow(value("k", 1, "1"), patch("k", 2, "2"));
    machine.addNow(patch("k", 3, "3"), patch("k", 4, "4"));
    machine.addNow(patch("k", 5, "5"));
    machine.step(new KeyedLogInput.Passed(4));
    machine.compact(TIERED);
    machine.settle();

    machine.check(5);
    assertEquals(Map.of("k", "12345"), machine.found());
    assertEquals(2, onlySegment().records(), "what a reader may still ask for is apart");

    machine.step(new KeyedLogInput.Passed(5));
    machine.compact(WHOLE);
    machine.settle();
    machine.check(5);
    assertEquals(1, onlySegment().records());
  }

  @Test
  void patchesThatNobodyCanFoldStay() {
    KeyedMachine plain =
        new KeyedMachine(5, new KeyedLogConfig(CONFIG.segmentBytesMax(), Long.MAX_VALUE, null));
    plain.open();
    plain.addNow(value("k", 1, "old"), value("k", 2, "base"), patch("k", 3, "x"));
    plain.addNow(patch("k", 4, "y"));
    plain.step(new KeyedLogInput.Passed(4));
    plain.compact(TIERED);
    plain.settle();

    assertEquals(3, plain.log().segments().getFirst().records());
  }

  /// A switch to what was compacted must not undo what was added meanwhile.
  @Test
  void aCompactionWhileTheWriterAppends() {
    KeyedMachine slow =
        new KeyedMachine(5, new KeyedLogConfig(CONFIG.segmentBytesMax(), 2_000, null));
    slow.open();
    long sequence = 0;
    for (int i = 0; i < 4; i++) {
      slow.addNow(value("k" + i, ++sequence, "first".repeat(20)));
    }
    slow.compact(TIERED);
    int during = 0;
    while (slow.log().compacting()) {
      slow.add(value("k" + during % 6, ++sequence, "later " + during));
      slow.queue().runFor(Duration.ofMillis(100).toNanos());
      during++;
    }
    slow.settle();

    assertTrue(during > 2, "nothing was added while it compacted");
    assertEquals(1, slow.effects(KeyedLogEffect.Compacted.class).size());
    slow.check(sequence);
    slow.losePower();
    slow.reopen();
    assertEquals(sequence, slow.acknowledged());
  }

  /// A tombstone that is merged without the older version that it hides must stay.
  @Test
  void aPartialCompactionOverATombstone() {
    machine.open();
    machine.addNow(value("k", 1, "gone".repeat(200)));
    machine.addNow(tombstone("k", 2));
    machine.addNow(value("other", 3, "x"));
    machine.step(new KeyedLogInput.Passed(3));
    machine.compact(new SizeTieredPlanner(2, 2, Long.MAX_VALUE));
    machine.settle();

    assertEquals(2, machine.log().segments().size(), "the large old segment was not merged");
    machine.check(3);
    machine.losePower();
    machine.reopen();
    assertEquals(Map.of("other", "x"), machine.found());
  }

  /// A replica that has not passed the tombstone still has the value, and waits for the tombstone.
  @Test
  void aTombstoneOutlivesWhoHasNotSeenIt() {
    machine.open();
    machine.addNow(value("k", 1, "v"));
    machine.addNow(tombstone("k", 2));
    machine.step(new KeyedLogInput.Passed(1));
    machine.compact(WHOLE);
    machine.settle();
    assertEquals(1, onlySegment().tombstones());

    machine.addNow(value("other", 3, "x"));
    machine.step(new KeyedLogInput.Passed(3));
    machine.compact(WHOLE);
    machine.settle();
    assertEquals(0, onlySegment().tombstones());
    machine.check(3);
  }

  @Test
  void aCompactionMovesNoMoreBytesASecondThanItMay() {
    KeyedMachine slow = new KeyedMachine(5, new KeyedLogConfig(1 << 20, 1_000, null));
    slow.open();
    slow.addNow(value("a", 1, "a".repeat(2_000)));
    slow.addNow(value("b", 2, "b".repeat(2_000)));
    long begun = slow.queue().nowNanos();
    slow.compact(TIERED);
    while (slow.log().compacting()) {
      slow.queue().runFor(Duration.ofMillis(10).toNanos());
    }

    long seconds = Duration.ofNanos(slow.queue().nowNanos() - begun).toSeconds();
    // 4,000 bytes are read, written, and all but the last piece of them read back.
    assertTrue(seconds >= 8 && seconds < 14, "it took " + seconds + " s");
    assertFalse(slow.effects(KeyedLogEffect.Progress.class).isEmpty());
  }

  @Test
  void aCancelledCompactionLeavesEverythingAsItWas() {
    KeyedMachine slow = new KeyedMachine(5, new KeyedLogConfig(1 << 20, 1_000, null));
    slow.open();
    slow.addNow(value("a", 1, "a".repeat(2_000)));
    slow.addNow(value("b", 2, "b".repeat(2_000)));
    List<SegmentStats> before = slow.log().segments();
    for (int millis = 0; millis < 8_000; millis += 500) {
      slow.effects().clear();
      slow.compact(TIERED);
      slow.queue().runFor(Duration.ofMillis(millis).toNanos());
      slow.step(new KeyedLogInput.CancelCompaction());
      slow.settle();

      assertEquals(
          List.of(new KeyedLogEffect.CompactionCancelled()),
          slow.effects(KeyedLogEffect.CompactionCancelled.class));
      assertEquals(before, slow.log().segments());
      assertEquals(2, segmentsOnDisk(slow), "its outputs are deleted");
    }
    slow.check(2);
  }

  @Test
  void aFullDiskFailsAnAdditionAndNothingElse() {
    machine.open();
    machine.addNow(value("a", 1, "a"));
    machine.disk().capacity(700);
    machine.step(new KeyedLogInput.Add(List.of(value("b", 2, "b".repeat(1_000))), 2));
    machine.settle();
    assertEquals(1, machine.effects(KeyedLogEffect.AddFailed.class).size());

    machine.disk().capacity(Long.MAX_VALUE);
    machine.addNow(value("b", 2, "b".repeat(1_000)));
    machine.check(2);
    machine.losePower();
    machine.reopen();
    assertEquals(2, machine.acknowledged());
  }

  /// Nothing that is damaged is taken for what was written.
  @Test
  void aFlippedBitInAnyByteIsFoundAndNamed() {
    machine.open();
    machine.addNow(value("a", 1, "first"), value("b", 2, "second"));
    machine.addNow(tombstone("a", 3), patch("b", 4, "!"));
    Map<String, byte[]> image = machine.disk().image();
    int flips = 0;
    for (String file : image.keySet()) {
      for (int offset = 0; offset < image.get(file).length; offset++) {
        machine.kill();
        machine.disk().load(image);
        machine.disk().damage().flip(file, offset, 1);
        flips++;
        if (file.endsWith(".seg")) {
          checkFound(file, offset);
        } else {
          machine.reopen();
        }
      }
    }
    System.out.println(flips + " bytes of a keyed log flipped");
  }

  private void checkFound(String file, int offset) {
    machine.open();
    machine.step(new KeyedLogInput.Scan());
    machine.settle();
    List<KeyedLogEffect.Corrupt> found = machine.effects(KeyedLogEffect.Corrupt.class);
    assertEquals(1, found.size(), file + " at " + offset);
    assertEquals(file, KeyedMachine.DIRECTORY + "/" + found.getFirst().file());
    assertTrue(found.getFirst().offset() <= offset, "the damage is where it is said to begin");

    machine.compact(WHOLE);
    machine.settle();
    assertEquals(1, machine.effects(KeyedLogEffect.CompactionFailed.class).size());
    assertEquals(2, machine.log().segments().size(), "a compaction spreads no damage");
  }

  /// What was written is read back before anything goes by it.
  @Test
  void anOutputThatTheDiskDidNotKeepIsNeverSwitchedTo() {
    machine.open();
    machine.addNow(value("a", 1, "a"));
    machine.addNow(value("b", 2, "b"));
    machine.step(new KeyedLogInput.Compact(TIERED, 0));
    Set<String> before = machine.disk().image().keySet();
    while (machine.disk().image().size() == before.size()) {
      machine.queue().runFor(1_000);
    }
    Set<String> after = new TreeSet<>(machine.disk().image().keySet());
    after.removeAll(before);
    machine.disk().damage().flip(after.iterator().next(), 60, 1);
    machine.settle();

    assertEquals(1, machine.effects(KeyedLogEffect.Corrupt.class).size());
    assertEquals(1, machine.effects(KeyedLogEffect.CompactionFailed.class).size());
    machine.check(2);
  }

  /// A deletion that is under way must not meet a new segment of the same name.
  @Test
  void whatACrashLeftIsNotTakenForANewSegment() {
    machine.open();
    machine.addNow(value("a", 1, "a"));
    machine.add(value("b", 2, "b"));
    int files = machine.disk().image().size();
    while (machine.disk().image().size() == files) {
      machine.queue().runFor(1_000);
    }
    machine.kill();
    machine.whenOpened(() -> machine.add(value("c", 2, "c")));
    machine.open();
    machine.whenOpened(() -> {});

    assertEquals(2, machine.acknowledged());
    machine.losePower();
    machine.open();
    machine.step(new KeyedLogInput.Scan());
    machine.settle();
    assertEquals(Map.of("a", "a", "c", "c"), machine.found());
  }

  @Test
  void aSegmentThatIsMissingIsDamage() {
    machine.open();
    machine.addNow(value("a", 1, "a"));
    Map<String, byte[]> image = machine.disk().image();
    machine.kill();
    image.keySet().removeIf(name -> name.endsWith(".seg"));
    machine.disk().load(image);

    machine.open();

    assertEquals(1, machine.effects(KeyedLogEffect.Corrupt.class).size());
    assertEquals(1, machine.effects(KeyedLogEffect.OpenFailed.class).size());
  }

  @Test
  void segmentsWithoutAManifestAreNotThrownAway() {
    machine.open();
    machine.addNow(value("a", 1, "a"));
    Map<String, byte[]> image = machine.disk().image();
    machine.kill();
    image.keySet().removeIf(name -> !name.endsWith(".seg"));
    machine.disk().load(image);

    machine.open();

    assertEquals(1, machine.effects(KeyedLogEffect.OpenFailed.class).size());
    assertEquals(1, segmentsOnDisk(machine));
  }

  private SegmentStats onlySegment() {
    assertEquals(1, machine.log().segments().size());
    return machine.log().segments().getFirst();
  }

  private static long segmentsOnDisk(KeyedMachine machine) {
    return machine.disk().image().keySet().stream().filter(name -> name.endsWith(".seg")).count();
  }
}
