package dev.dcore.sim.persistence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.sim.time.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What the simulated disk leaves when the power goes, over many seeds.
final class PowerLossTest {
  private static final int SEEDS = 200;
  private static final byte[] OLD = filled(100, 1);
  private static final byte[] NEW = filled(100, 2);

  /// One disk and one process on it at a time.
  private static final class Machine {
    private final EventQueue queue = new EventQueue();
    private final List<DiskEvent> events = new ArrayList<>();
    private final SimDisk disk;
    private Disk port;

    Machine(long seed) {
      disk = new SimDisk(queue, Choices.seeded(seed, "disk"));
      port = disk.open(events::add);
    }

    void run(Consumer<Disk> operations) {
      operations.accept(port);
      settle();
    }

    void settle() {
      queue.runFor(Duration.ofSeconds(10).toNanos());
    }

    void losePower() {
      disk.losePower();
      reopen();
    }

    void reopen() {
      port = disk.open(events::add);
    }

    byte[] read(String file) {
      run(disk -> disk.read(99, file, 1 << 20));
      return assertInstanceOf(DiskEvent.Read.class, events.getLast()).bytes();
    }
  }

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
            disk.write(1, "f", 0, filled(50, 2));
            disk.write(2, "f", 50, filled(50, 2));
          });

      machine.losePower();

      byte[] left = machine.read("f");
      if (left[0] == 1 && left[50] == 2) {
        reordered++;
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

    machine.disk.crash();
    machine.reopen();

    assertArrayEquals(NEW, machine.read("f"));
  }

  @Test
  void operationUnderWayAtACrashNeverCompletes() {
    Machine machine = withSyncedFile(7);
    int before = machine.events.size();
    machine.port.write(1, "f", 0, NEW);
    machine.port.sync(2, "f");

    machine.disk.crash();
    machine.settle();

    assertEquals(before, machine.events.size());
  }

  @Test
  void damagedByteIsReadAsItIs() {
    Machine machine = withSyncedFile(7);

    machine.disk.damage("f", 10);

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
