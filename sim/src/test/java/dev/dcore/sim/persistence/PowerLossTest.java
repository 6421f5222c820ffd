package dev.dcore.sim.persistence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// What the simulated disk leaves when the power goes, over many seeds.
final class PowerLossTest {
  private static final int SEEDS = 200;
  private static final byte[] OLD = filled(100, 1);
  private static final byte[] NEW = filled(100, 2);

  @Test
  void whatWasSyncedWithItsNameSurvives() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Machine machine = withSyncedFile(seed);

      machine.losePower();

      assertArrayEquals(OLD, machine.read("f"), "seed " + seed);
    }
  }

  @Test
  void unsyncedWriteIsKeptOrTornOrLost() {
    int kept = 0;
    int torn = 0;
    int lost = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Machine machine = withSyncedFile(seed);
      machine.run(disk -> disk.write(1, "f", 0, NEW));
      assertArrayEquals(NEW, machine.read("f"), "reads see it while the power stays");

      machine.losePower();

      byte[] left = machine.read("f");
      int renewed = newBytes(left);
      assertArrayEquals(expected(renewed), left, "seed " + seed);
      if (renewed == NEW.length) {
        kept++;
      } else if (renewed == 0) {
        lost++;
      } else {
        torn++;
      }
    }
    assertTrue(
        kept > 0 && torn > 0 && lost > 0,
        "kept " + kept + " times, torn " + torn + ", lost " + lost);
  }

  @Test
  void laterUnsyncedWriteMaySurviveAnEarlierOne() {
    int reordered = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Machine machine = withSyncedFile(seed);
      machine.run(
          disk -> {
            disk.write(1, "f", 0, filled(SimDisk.SECTOR_BYTES, 2));
            disk.write(2, "f", SimDisk.SECTOR_BYTES, filled(SimDisk.SECTOR_BYTES, 2));
          });

      machine.losePower();

      byte[] left = machine.read("f");
      if (left.length == 2 * SimDisk.SECTOR_BYTES && left[0] == 1) {
        reordered += left[SimDisk.SECTOR_BYTES] == 2 ? 1 : 0;
      }
    }
    assertTrue(reordered > 0, "the later write never outlived the earlier one");
  }

  @Test
  void syncedFileWithoutSyncedNameMayBeGone() {
    int gone = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Machine machine = withSyncedContent(seed);

      machine.losePower();

      byte[] left = machine.read("f");
      assertTrue(left.length == 0 || Arrays.equals(left, OLD), "seed " + seed);
      gone += left.length == 0 ? 1 : 0;
    }
    assertTrue(gone > 0 && gone < SEEDS, "gone " + gone + " times of " + SEEDS);
  }

  @Test
  void crashOfTheProcessLosesNothingThatCompleted() {
    Machine machine = withSyncedFile(7);
    machine.run(disk -> disk.write(1, "f", 0, NEW));

    machine.kill();

    assertArrayEquals(NEW, machine.read("f"));
  }

  @Test
  void operationUnderWayAtACrashNeverCompletes() {
    Machine machine = withSyncedFile(7);
    int before = machine.events().size();
    machine.ask(
        disk -> {
          disk.write(1, "f", 0, NEW);
          disk.sync(2, "f");
        });

    machine.kill();
    machine.settle();

    assertEquals(before, machine.events().size());
  }

  @Test
  void damagedByteIsReadAsItIs() {
    Machine machine = withSyncedFile(7);

    machine.disk().damage().flip("f", 10, 1);

    byte[] read = machine.read("f");
    assertEquals(OLD[10] ^ 1, read[10]);
    read[10] = OLD[10];
    assertArrayEquals(OLD, read);
  }

  private static Machine withSyncedFile(long seed) {
    Machine machine = withSyncedContent(seed);
    machine.run(disk -> disk.syncDirectory(3));
    return machine;
  }

  private static Machine withSyncedContent(long seed) {
    Machine machine = new Machine(seed);
    machine.run(
        disk -> {
          disk.write(1, "f", 0, OLD);
          disk.sync(2, "f");
        });
    return machine;
  }

  private static int newBytes(byte[] bytes) {
    int count = 0;
    while (count < bytes.length && bytes[count] == NEW[count]) {
      count++;
    }
    return count;
  }

  private static byte[] expected(int renewed) {
    byte[] bytes = OLD.clone();
    System.arraycopy(NEW, 0, bytes, 0, renewed);
    return bytes;
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
