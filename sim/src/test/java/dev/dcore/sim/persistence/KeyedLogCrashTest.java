package dev.dcore.sim.persistence;

import static dev.dcore.sim.persistence.KeyedMachine.patch;
import static dev.dcore.sim.persistence.KeyedMachine.tombstone;
import static dev.dcore.sim.persistence.KeyedMachine.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.persistence.compaction.CompactionPlanner;
import dev.dcore.kernel.persistence.compaction.LeveledPlanner;
import dev.dcore.kernel.persistence.compaction.SizeTieredPlanner;
import dev.dcore.kernel.persistence.compaction.WholePlanner;
import dev.dcore.kernel.persistence.keyed.KeyedLogEffect;
import dev.dcore.kernel.persistence.keyed.KeyedLogInput;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A crash after every single operation of a history that writes, deletes, patches and compacts;
/// and during the recovery from it.
final class KeyedLogCrashTest {
  private static final CompactionPlanner TIERED = new SizeTieredPlanner(2, 100, Long.MAX_VALUE);
  private static final CompactionPlanner LEVELED = new LeveledPlanner(1, 300, 2, 2_000);
  private static final CompactionPlanner WHOLE = new WholePlanner();

  private enum Crash {
    KILL,
    POWER_LOSS
  }

  @Test
  void aPowerLossAfterAnyOperationLeavesTheOldOrTheNew() {
    int cases = 0;
    for (long seed = 1; seed <= 8; seed++) {
      cases += crashEverywhere(seed, Crash.POWER_LOSS);
    }
    System.out.println(cases + " power losses of a keyed log");
  }

  @Test
  void theEndOfTheProcessAfterAnyOperationLeavesTheOldOrTheNew() {
    crashEverywhere(1, Crash.KILL);
  }

  /// What a process read that ended before it synced may be gone when the power goes later.
  @Test
  void aPowerLossDuringTheRecoveryFromAnyCrashLeavesTheOldOrTheNew() {
    int cases = 0;
    int total = operationsOfTheHistory();
    for (int at = 0; at <= total; at++) {
      for (Crash first : Crash.values()) {
        for (int later = 0; later < 14; later += 1 + at % 3) {
          KeyedMachine machine = crashed(1 + at + 1000L * later, at, first);
          machine.dieAfter(later);
          machine.reopen();
          machine.losePower();
          goOn(machine);
          cases++;
        }
      }
    }
    System.out.println(cases + " crashes during the recovery of a keyed log");
  }

  private static int crashEverywhere(long seed, Crash crash) {
    int total = operationsOfTheHistory();
    for (int at = 0; at <= total; at++) {
      goOn(crashed(seed * 1_000 + at, at, crash));
    }
    return total + 1;
  }

  private static KeyedMachine crashed(long seed, int at, Crash crash) {
    KeyedMachine machine = new KeyedMachine(seed, KeyedMachine.CONFIG);
    machine.dieAfter(at);
    history(machine);
    switch (crash) {
      case KILL -> machine.kill();
      case POWER_LOSS -> machine.losePower();
    }
    return machine;
  }

  private static int operationsOfTheHistory() {
    KeyedMachine machine = new KeyedMachine(1, KeyedMachine.CONFIG);
    history(machine);
    assertEquals(3, machine.effects(KeyedLogEffect.Compacted.class).size(), "it compacts");
    machine.check(machine.last());
    return machine.operations();
  }

  private static void history(KeyedMachine machine) {
    machine.open();
    machine.addNow(value("a", 1, "a1"), value("b", 2, "b2"), patch("p", 3, "x"));
    machine.addNow(value("b", 4, "b4"), tombstone("a", 5), patch("p", 6, "y"));
    machine.step(new KeyedLogInput.Passed(5));
    machine.compact(TIERED);
    machine.add(value("c", 7, "c".repeat(300)), patch("p", 8, "z"));
    machine.settle();
    machine.addNow(value("d", 9, "d".repeat(300)), tombstone("b", 10));
    machine.step(new KeyedLogInput.Passed(10));
    machine.compact(LEVELED);
    machine.add(value("a", 11, "a11"), tombstone("c", 12));
    machine.settle();
    machine.step(new KeyedLogInput.Passed(12));
    machine.compact(WHOLE);
    machine.add(tombstone("d", 13));
    machine.settle();
  }

  /// Restart, write, compact, restart: nothing comes back, and no sequence is used twice.
  private static void goOn(KeyedMachine machine) {
    machine.reopen();
    long next = machine.acknowledged() + 1;
    machine.addNow(value("e", next, "e"), tombstone("p", next + 1));
    assertEquals(next + 1, machine.acknowledged(), "it takes what follows");
    machine.step(new KeyedLogInput.Passed(next + 1));
    machine.compact(WHOLE);
    machine.settle();
    machine.check(next + 1);
    machine.losePower();
    machine.reopen();
    machine.compact(WHOLE);
    machine.settle();
    machine.check(machine.last());
    List<String> segments =
        machine.disk().image().keySet().stream().filter(name -> name.endsWith(".seg")).toList();
    assertEquals(machine.log().segments().size(), segments.size(), "no garbage is left");
    assertTrue(machine.effects(KeyedLogEffect.Corrupt.class).isEmpty(), "a crash is no damage");
  }
}
