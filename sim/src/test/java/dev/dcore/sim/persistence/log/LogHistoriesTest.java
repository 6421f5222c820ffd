package dev.dcore.sim.persistence.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.persistence.log.LogConfig;
import dev.dcore.kernel.persistence.log.LogEffect;
import dev.dcore.kernel.persistence.log.Recovered;
import dev.dcore.kernel.persistence.log.SyncPolicy;
import dev.dcore.sim.crash.CrashMachine;
import dev.dcore.sim.crash.Crashed;
import dev.dcore.sim.persistence.DiskFaults;
import dev.dcore.sim.persistence.PowerLoss;
import dev.dcore.sim.persistence.SimDisk;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/// Histories that well-known logs do not survive, each by its name.
final class LogHistoriesTest {
  private static final LogConfig CONFIG =
      new LogConfig("wal", 8 << 10, 1_024, 400, SyncPolicy.EVERY_APPEND);

  private final CrashMachine machine =
      new CrashMachine(Choices.seeded(7, "histories"), SimDisk.SECTOR_BYTES);
  private final LogHistory history = new LogHistory(SyncPolicy.EVERY_APPEND);

  @Test
  void anAppendAfterTornTail() {
    LogProcess first = opened();
    append(first, 3, 100);
    first.append(1, LogWorkload.bytes(history, 300));
    int written = 0;
    while (written < 300) {
      // Until the write is there, and its sync is not.
      machine.crashAfter(1);
      try {
        machine.await(() -> history.acknowledged() == 4);
      } catch (Crashed crashed) {
        written = machine.disk().lastWriteBytes();
      }
    }
    machine.losePower(PowerLoss.inLastWrite(written / 2));

    LogProcess second = new LogProcess(machine, CONFIG, history);
    Recovered found = second.openAndCheck().found();
    assertEquals(1, found.truncated().size());
    append(second, 2, 50);
    machine.losePower(PowerLoss.ofAllUnsynced());

    assertEquals(5, opened().log().acknowledged());
  }

  @Test
  void aSequenceEditedInTheFile() {
    LogProcess first = opened();
    append(first, 5, 30);
    first.close();
    machine.kill();
    history.onInspected(new LogProcess(machine, CONFIG, history).inspect());
    machine.kill();
    SortedMap<String, byte[]> image = machine.disk().image();
    String file = image.firstKey();
    int found = 0;
    for (int at = 0; at + Long.BYTES <= image.get(file).length; at += Long.BYTES) {
      // Each place that holds a small number: sequences, ordinals, marks.
      byte[] bytes = image.get(file);
      boolean small =
          bytes[at] == 0 && bytes[at + 6] == 0 && bytes[at + 7] > 0 && bytes[at + 7] < 9;
      if (small) {
        machine.disk().load(image);
        var damage = machine.disk().damage().flip(file, at + 7, 1);
        LogProcess process = new LogProcess(machine, CONFIG, history);
        LogEffect effect = process.open();
        new DamageCheck(history, damage).outcome(process, effect);
        found += effect instanceof LogEffect.Corrupt ? 1 : 0;
        machine.kill();
      }
    }
    assertTrue(found >= 5, "found " + found);
  }

  @Test
  void dropRestartWriteRestart() {
    LogProcess first = opened();
    append(first, 40, 380);
    first.truncatePrefix(1, 35);
    first.awaitAll();
    machine.losePower(PowerLoss.ofAllUnsynced());

    LogProcess second = opened();
    assertEquals(36, second.log().firstIndex(1));
    append(second, 5, 100);
    machine.losePower(PowerLoss.ofAllUnsynced());

    LogProcess third = opened();
    assertEquals(36, third.log().firstIndex(1));
    assertEquals(45, third.log().lastIndex(1));
  }

  @Test
  void aPowerLossAfterFailedSyncWhoseDataCouldStillBeRead() {
    for (long seed = 1; seed <= 50; seed++) {
      CrashMachine failing = new CrashMachine(Choices.seeded(seed, "histories"), 512);
      LogHistory own = new LogHistory(SyncPolicy.EVERY_APPEND);
      LogProcess first = new LogProcess(failing, CONFIG, own);
      first.openAndCheck();
      first.append(1, new byte[100]);
      first.awaitAll();
      failing.disk().failWith(new DiskFaults(0, 0, 1, 0, 0, 0));
      first.append(1, new byte[200]);
      failing.await(() -> first.ended() != null);
      assertInstanceOf(LogEffect.Poisoned.class, first.ended());
      failing.disk().failWith(DiskFaults.NONE);
      failing.kill();

      // The second process reads the record that the disk does not hold, and lets it count.
      LogProcess second = new LogProcess(failing, CONFIG, own);
      second.openAndCheck();
      failing.losePower(PowerLoss.ofAllUnsynced());

      new LogProcess(failing, CONFIG, own).openAndCheck();
      assertTrue(own.acknowledged() >= 1);
    }
  }

  @Test
  void aPowerLossDuringRecovery() {
    LogProcess first = opened();
    append(first, 20, 380);
    machine.kill();
    for (int operations = 0; operations < 40; operations++) {
      machine.crashAfter(operations);
      try {
        opened();
      } catch (Crashed crashed) {
        // It is what was wanted.
      }
      machine.losePower(operations % 2 == 0 ? PowerLoss.ofAllUnsynced() : PowerLoss.ofNothing());
    }

    assertEquals(20, opened().log().acknowledged());
  }

  @Test
  void aFullDiskAndSpaceAgain() {
    LogProcess first = opened();
    append(first, 3, 100);
    machine.disk().capacity(3L * CONFIG.segmentBytes());
    while (first.append(1, new byte[400])) {
      // Until the disk is full.
    }
    assertInstanceOf(LogEffect.Full.class, first.ended());
    long kept = history.acknowledged();
    machine.kill();
    machine.disk().capacity(Long.MAX_VALUE);

    LogProcess second = opened();
    assertTrue(history.acknowledged() >= kept);
    append(second, 3, 100);
  }

  /// Each attempt to open it would else leave a file of all the room that there was.
  @Test
  void openedOnAFullDiskAgainAndAgain() {
    append(opened(), 20, 300);
    machine.kill();
    machine.disk().capacity(bytes() + CONFIG.segmentBytes() / 2);
    long before = 0;
    int files = 0;
    for (int i = 0; i < 5; i++) {
      LogProcess process = new LogProcess(machine, CONFIG, history);
      LogEffect.Opened full = assertInstanceOf(LogEffect.Opened.class, process.open());
      assertTrue(full.found().readOnly().contains("space"), full.toString());
      assertTrue(i == 0 || bytes() == before, "it took more room");
      assertTrue(i == 0 || machine.disk().image().size() == files, "it left another file");
      before = bytes();
      files = machine.disk().image().size();
      machine.kill();
    }
    // What is there already counts; the next segment takes room of its own.
    machine.disk().capacity(before + CONFIG.segmentBytes());

    LogProcess writable = new LogProcess(machine, CONFIG, history);
    assertEquals("", writable.openAndCheck().found().readOnly());
  }

  private long bytes() {
    return machine.disk().image().values().stream().mapToLong(file -> file.length).sum();
  }

  private LogProcess opened() {
    LogProcess process = new LogProcess(machine, CONFIG, history);
    process.openAndCheck();
    return process;
  }

  private static void append(LogProcess process, int count, int bytes) {
    for (int i = 0; i < count; i++) {
      assertTrue(process.append(1, new byte[bytes]));
      assertTrue(process.awaitAll());
    }
  }
}
