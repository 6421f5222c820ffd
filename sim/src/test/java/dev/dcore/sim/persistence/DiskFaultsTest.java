package dev.dcore.sim.persistence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.sim.runtime.RunChoices;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The lies of the simulated disk, one by one.
final class DiskFaultsTest {
  private static final int SECTOR = SimDisk.SECTOR_BYTES;
  private static final int SEEDS = 100;

  @Test
  void afterFailedSyncReadsServeWhatTheDiskWillNeverHold() {
    int lost = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Machine machine = withFile(seed, filled(SECTOR, 1));
      machine.run(disk -> disk.write(1, "f", 0, filled(SECTOR, 2)));
      machine.disk().failWith(new DiskFaults(0, 0, 1, 0, 0, 0));
      assertInstanceOf(DiskEvent.Failed.class, machine.complete(disk -> disk.sync(2, "f")));
      machine.disk().failWith(DiskFaults.NONE);

      assertEquals(new DiskEvent.Done(3), machine.complete(disk -> disk.sync(3, "f")));
      assertArrayEquals(filled(SECTOR, 2), machine.read("f"), "reads see it");
      machine.losePower(PowerLoss.ofNothing());

      lost += machine.read("f")[0] == 1 ? 1 : 0;
    }
    assertTrue(lost > 0 && lost < SEEDS, "lost " + lost + " times");
  }

  @Test
  void fullDiskTakesWhatFitsAndSaysThatItIsFull() {
    Machine machine = withFile(1, filled(10, 1));
    machine.disk().capacity(15);

    DiskEvent write = machine.complete(disk -> disk.write(1, "f", 10, filled(10, 2)));
    DiskEvent reserve = machine.complete(disk -> disk.reserve(2, "g", 10));
    DiskEvent within = machine.complete(disk -> disk.write(3, "f", 0, filled(15, 3)));

    assertTrue(assertInstanceOf(DiskEvent.Failed.class, write).full());
    assertTrue(assertInstanceOf(DiskEvent.Failed.class, reserve).full());
    assertEquals(new DiskEvent.Done(3), within, "what is there can be written over");
    assertArrayEquals(filled(15, 3), machine.read("f"));
    assertEquals(2, machine.disk().counts().of(DiskFault.FULL));
  }

  @Test
  void deletedFileGivesItsSpaceBack() {
    Machine machine = withFile(1, filled(10, 1));
    machine.disk().capacity(10);
    machine.run(disk -> disk.delete(1, "f"));

    assertEquals(
        new DiskEvent.Done(2), machine.complete(disk -> disk.write(2, "g", 0, filled(10, 2))));
  }

  @Test
  void namesAreLostEachByItself() {
    Set<String> seen = new TreeSet<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      Machine machine = new Machine(seed);
      for (String name : List.of("a", "b")) {
        machine.run(disk -> disk.write(1, name, 0, filled(1, 1)));
        machine.run(disk -> disk.sync(2, name));
      }
      machine.losePower();
      seen.add(String.join("", machine.list("")));
    }
    assertEquals(Set.of("", "a", "ab", "b"), seen);
  }

  @Test
  void renameIsWholeOrNotAtAll() {
    Set<String> seen = new TreeSet<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      Machine machine = withFile(seed, filled(1, 1));
      machine.run(disk -> disk.write(1, "new", 0, filled(1, 2)));
      machine.run(disk -> disk.sync(2, "new"));
      machine.run(disk -> disk.syncDirectory(3));
      machine.run(disk -> disk.rename(4, "new", "f"));
      machine.losePower();
      seen.add(machine.list("") + " " + machine.read("f")[0]);
    }
    assertEquals(Set.of("[f, new] 1", "[f] 2"), seen);
  }

  @Test
  void deletedFileMayComeBackUntilItsDirectoryIsSynced() {
    Set<String> seen = new TreeSet<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      Machine machine = withFile(seed, filled(1, 1));
      machine.run(disk -> disk.delete(1, "f"));
      machine.losePower();
      seen.add(String.join("", machine.list("")));
    }
    assertEquals(Set.of("", "f"), seen);

    Machine machine = withFile(1, filled(1, 1));
    machine.run(disk -> disk.delete(1, "f"));
    machine.run(disk -> disk.syncDirectory(2));
    machine.losePower(PowerLoss.ofAllUnsynced());
    assertEquals(List.of(), machine.list(""));
  }

  @Test
  void directoryItselfIsLostUntilItsParentIsSynced() {
    Machine machine = new Machine(1);
    machine.run(disk -> disk.write(1, "d/f", 0, filled(1, 1)));
    machine.run(disk -> disk.sync(2, "d/f"));
    machine.run(disk -> disk.syncDirectory(3, "d"));

    machine.losePower(PowerLoss.ofAllUnsynced());

    assertEquals(List.of(), machine.list("d"));
  }

  @Test
  void syncCoversOnlyWhatWasAskedForBeforeIt() {
    Machine machine = withFile(1, filled(2 * SECTOR, 1));
    machine.run(
        disk -> {
          disk.write(1, "f", 0, filled(SECTOR, 2));
          disk.sync(2, "f");
          disk.write(3, "f", SECTOR, filled(SECTOR, 2));
        });

    machine.losePower(PowerLoss.ofAllUnsynced());

    byte[] left = machine.read("f");
    assertEquals(2, left[0]);
    assertEquals(1, left[SECTOR], "the later write was not covered");
  }

  @Test
  void directorySyncDoesNotCoverWhatCompletedLater() {
    int covered = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Machine machine = new Machine(seed);
      machine.run(
          disk -> {
            disk.write(1, "f", 0, filled(1, 1));
            disk.sync(2, "f");
            disk.syncDirectory(3);
          });
      machine.losePower(PowerLoss.ofAllUnsynced());
      covered += machine.list("").size();
    }
    assertEquals(0, covered, "the file was not there when the sync was asked for");
  }

  @Test
  void lastWriteIsTornWhereTold() {
    Machine machine = withFile(1, filled(3 * SECTOR, 1));
    machine.run(disk -> disk.write(1, "f", 0, filled(100, 3)));
    machine.run(disk -> disk.write(2, "f", 100, filled(2 * SECTOR, 2)));
    assertEquals(2 * SECTOR, machine.disk().lastWriteBytes());

    machine.losePower(PowerLoss.inLastWrite(SECTOR + 7));

    byte[] expected = filled(3 * SECTOR, 1);
    Arrays.fill(expected, 0, 100, (byte) 3);
    Arrays.fill(expected, 100, 100 + SECTOR + 7, (byte) 2);
    assertArrayEquals(expected, machine.read("f"));
  }

  @Test
  void killedProcessMayLeaveApartOfItsWrite() {
    Set<String> seen = new TreeSet<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      Machine machine = withFile(seed, filled(100, 1));
      machine.ask(disk -> disk.write(1, "f", 0, filled(100, 2)));
      machine.kill();
      byte[] left = machine.read("f");
      seen.add(left[0] == 1 ? "nothing" : left[99] == 1 ? "a part" : "all");
    }
    assertEquals(Set.of("nothing", "a part", "all"), seen);
  }

  @Test
  void brokenSectorFailsUntilItIsWrittenOver() {
    Machine machine = withFile(1, filled(3 * SECTOR, 1));
    machine.disk().damage().breakSector("f", 1);

    DiskEvent whole = machine.complete(disk -> disk.read(1, "f", 1 << 20));
    DiskEvent before = machine.complete(disk -> disk.read(2, "f", 0, ByteBuffer.allocate(SECTOR)));
    machine.run(disk -> disk.write(3, "f", SECTOR, filled(SECTOR, 2)));

    assertInstanceOf(DiskEvent.Failed.class, whole);
    assertEquals(new DiskEvent.Filled(2, SECTOR), before);
    assertEquals(2, machine.read("f")[SECTOR]);
  }

  @Test
  void misdirectedSectorShowsAfterThePowerLoss() {
    int misdirected = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Machine machine = withFile(seed, filled(4 * SECTOR, 1));
      machine.disk().failWith(DiskFaults.NONE.withRot(1, 0));
      machine.run(disk -> disk.write(1, "f", SECTOR, filled(SECTOR, 2)));
      machine.run(disk -> disk.sync(2, "f"));
      assertEquals(2, machine.read("f")[SECTOR], "the system's memory is right");

      machine.losePower(PowerLoss.ofAllUnsynced());

      misdirected += machine.read("f")[SECTOR] == 1 ? 1 : 0;
    }
    assertTrue(misdirected > SEEDS / 2, "misdirected " + misdirected + " times");
  }

  @Test
  void damageSaysWhatItDid() {
    Machine machine = withFile(1, filled(2 * SECTOR, 1));
    machine.run(disk -> disk.write(1, "f", SECTOR, filled(SECTOR, 2)));

    assertEquals(
        new DiskDamage.Done(DiskFault.SECTORS_SWAPPED, "f", 0, 2 * SECTOR),
        machine.disk().damage().swap("f", 0, 1));
    assertEquals(1, machine.disk().counts().of(DiskFault.SECTORS_SWAPPED));
    assertEquals(2, machine.read("f")[0]);
    assertEquals(1, machine.read("f")[SECTOR]);
    machine.disk().damage().duplicate("f", 0, 1);
    assertEquals(2, machine.read("f")[SECTOR]);
    machine.disk().damage().zero("f", 1);
    assertEquals(0, machine.read("f")[SECTOR]);
  }

  @Test
  void bufferThatIsChangedBeforeTheWriteCompletesIsNoticed() {
    Machine machine = new Machine(1);
    ByteBuffer buffer = ByteBuffer.wrap(filled(10, 1));
    machine.ask(disk -> disk.write(1, "f", 0, buffer));
    buffer.put(0, (byte) 2);

    assertThrows(Invariant.Violation.class, machine::settle);
  }

  @Test
  void stalledOperationTakesLong() {
    Machine machine = new Machine(1);
    machine.disk().failWith(DiskFaults.NONE.withStalls(1));
    long before = machine.queue().nowNanos();
    machine.ask(disk -> disk.write(1, "f", 0, filled(1, 1)));

    machine.queue().runUntil(() -> !machine.events().isEmpty(), Long.MAX_VALUE);

    assertTrue(machine.queue().nowNanos() - before >= DiskFaults.STALL.toNanos());
  }

  /// A run with every draw settled has no surprises.
  @Test
  void quietDiskKeepsAllThatCompleted() {
    RunChoices quiet = new RunChoices(label -> true, label -> false);
    Machine machine = new Machine(Choices.recorded(1, "disk", quiet, false));
    machine.disk().failWith(new DiskFaults(0.5, 0.5, 0.5, 0.5, 0.5, 0.5));
    machine.run(
        disk -> {
          disk.write(1, "f", 0, filled(1_000, 1));
          disk.sync(2, "f");
          disk.write(3, "g", 0, filled(1_000, 1));
        });

    machine.losePower();

    assertArrayEquals(filled(1_000, 1), machine.read("f"));
    assertArrayEquals(filled(1_000, 1), machine.read("g"));
    assertEquals(Map.of(DiskFault.POWER_LOST, 1L), machine.disk().counts().all());
  }

  @Test
  void oneSeedIsOneHistory() {
    for (long seed = 1; seed <= 10; seed++) {
      assertEquals(history(seed), history(seed));
    }
  }

  private static String history(long seed) {
    Machine machine = new Machine(seed);
    machine.disk().failWith(new DiskFaults(0.1, 0.1, 0.1, 0.1, 0.1, 0.1));
    for (int round = 0; round < 10; round++) {
      byte[] content = filled(700, round);
      machine.run(
          disk -> {
            disk.write(1, "f", 0, content);
            disk.sync(2, "f");
            disk.syncDirectory(3);
            disk.reserve(4, "g", 100);
          });
      machine.losePower();
    }
    StringBuilder text = new StringBuilder(machine.disk().counts().all().toString());
    machine
        .disk()
        .image()
        .forEach((name, bytes) -> text.append(name).append(Arrays.toString(bytes)));
    return text.toString();
  }

  private static Machine withFile(long seed, byte[] content) {
    Machine machine = new Machine(seed);
    machine.disk().load(Map.of("f", content));
    machine.kill();
    return machine;
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
