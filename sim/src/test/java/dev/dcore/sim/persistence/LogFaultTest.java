package dev.dcore.sim.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.persistence.log.LogConfig;
import dev.dcore.kernel.persistence.log.LogEffect;
import dev.dcore.kernel.persistence.log.LogFiles;
import dev.dcore.kernel.persistence.log.LogIdentity;
import dev.dcore.kernel.persistence.log.LogInput;
import dev.dcore.kernel.persistence.log.SyncPolicy;
import dev.dcore.sim.time.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// A log whose disk fails it, or is full.
final class LogFaultTest {
  private static final int SEEDS = 100;
  private static final LogConfig CONFIG =
      new LogConfig("wal", 8_192, 1_024, 700, SyncPolicy.EVERY_APPEND);

  private final List<LogEffect> said = new ArrayList<>();

  @Test
  void failedWriteOrSyncEndsTheLogAndWhatWasAcknowledgedOutlivesThePower() {
    int poisoned = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      EventQueue queue = new EventQueue();
      SimDisk disk = new SimDisk(queue, Choices.seeded(seed, "disk"));
      LogFiles log = open(queue, disk);
      append(queue, log, 20);
      disk.failWith(0.2);
      append(queue, log, 40);
      disk.failWith(0);
      if (any(LogEffect.Poisoned.class::isInstance)) {
        poisoned++;
        int before = said.size();
        assertFalse(log.log().appendable());
        settle(queue);
        assertEquals(before, said.size(), "a poisoned log is silent");
      }
      long acknowledged = log.log().acknowledged();

      disk.losePower();
      LogFiles again = open(queue, disk);

      assertTrue(again.log().acknowledged() >= acknowledged, "seed " + seed);
      append(queue, again, 3);
      assertTrue(again.log().appendable(), "seed " + seed);
    }
    assertTrue(poisoned > SEEDS / 2, poisoned + " of " + SEEDS);
  }

  @Test
  void fullDiskMakesTheLogReadOnlyAndSpaceMakesItWritableAgain() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      EventQueue queue = new EventQueue();
      SimDisk disk = new SimDisk(queue, Choices.seeded(seed, "disk"));
      LogFiles log = open(queue, disk);
      disk.capacity(40_000 + seed * 100);
      append(queue, log, 2_000);
      assertTrue(any(LogEffect.Full.class::isInstance), "seed " + seed + " " + said);
      assertFalse(log.log().appendable());
      long acknowledged = log.log().acknowledged();
      if (seed % 2 == 0) {
        disk.losePower();
        LogFiles full = open(queue, disk);
        assertTrue(full.log().acknowledged() > 0, "seed " + seed);
      }
      disk.losePower();
      disk.capacity(Long.MAX_VALUE);

      LogFiles again = open(queue, disk);

      assertTrue(again.log().acknowledged() >= acknowledged, "seed " + seed);
      append(queue, again, 300);
      assertEquals(again.log().nextSequence() - 1, again.log().acknowledged(), "seed " + seed);
    }
  }

  private LogFiles open(EventQueue queue, SimDisk disk) {
    said.clear();
    LogFiles[] made = new LogFiles[1];
    var port = disk.open(event -> made[0].onDisk(queue.nowNanos(), event));
    LogFiles log =
        new LogFiles(
            port,
            1,
            CONFIG,
            (now, effect) -> {
              said.add(effect);
              if (effect instanceof LogEffect.WakeAt(long nanos)) {
                queue.at(
                    Math.max(nanos, queue.nowNanos()),
                    () -> {
                      if (!any(LogEffect.Closed.class::isInstance)) {
                        made[0].step(queue.nowNanos(), new LogInput.Wake());
                      }
                    });
              }
            });
    made[0] = log;
    log.step(queue.nowNanos(), new LogInput.Open(new LogIdentity(1, 2, ""), false));
    settle(queue);
    assertTrue(any(LogEffect.Opened.class::isInstance), said::toString);
    return log;
  }

  private boolean any(Predicate<LogEffect> what) {
    return said.stream().anyMatch(what);
  }

  private static void append(EventQueue queue, LogFiles log, int records) {
    for (int i = 0; i < records && log.log().appendable(); i++) {
      if (log.log().accepts(0, 100)) {
        log.step(queue.nowNanos(), new LogInput.Append(0, new byte[100]));
      }
      queue.runFor(Duration.ofMillis(1).toNanos());
    }
    settle(queue);
  }

  private static void settle(EventQueue queue) {
    queue.runFor(Duration.ofSeconds(10).toNanos());
  }
}
