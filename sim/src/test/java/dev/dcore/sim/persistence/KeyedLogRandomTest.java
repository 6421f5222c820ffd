package dev.dcore.sim.persistence;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.persistence.compaction.CompactionPlanner;
import dev.dcore.kernel.persistence.compaction.DeadRatioPlanner;
import dev.dcore.kernel.persistence.compaction.KeyedRecord;
import dev.dcore.kernel.persistence.compaction.LeveledPlanner;
import dev.dcore.kernel.persistence.compaction.SegmentStats;
import dev.dcore.kernel.persistence.compaction.SizeTieredPlanner;
import dev.dcore.kernel.persistence.compaction.TimeWindowPlanner;
import dev.dcore.kernel.persistence.compaction.WholePlanner;
import dev.dcore.kernel.persistence.keyed.KeyedLogEffect;
import dev.dcore.kernel.persistence.keyed.KeyedLogInput;
import dev.dcore.sim.junit.Run;
import dev.dcore.sim.junit.Seeds;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;

/// Anything in any order, on a disk that fails, under processes that end: what was acknowledged is
/// there, and nothing that was deleted comes back.
final class KeyedLogRandomTest {
  private static final AtomicInteger COMPACTED = new AtomicInteger();
  private static final AtomicInteger FAILED = new AtomicInteger();
  private static final AtomicInteger POISONED = new AtomicInteger();
  private static final AtomicInteger CANCELLED = new AtomicInteger();
  private static final int STEPS = 60;

  private static final SizeTieredPlanner TIERED = new SizeTieredPlanner(2, 4, 1 << 20);
  private static final List<CompactionPlanner> PLANNERS =
      List.of(
          TIERED,
          new TimeWindowPlanner(10, 1 << 20, TIERED),
          new LeveledPlanner(1, 600, 2, 5_000),
          new DeadRatioPlanner(0.1, 1 << 20),
          new WholePlanner());

  @AfterAll
  static void eachHappened() {
    System.out.printf(
        "%d compactions, %d failed additions and compactions, %d poisoned logs, %d cancelled%n",
        COMPACTED.get(), FAILED.get(), POISONED.get(), CANCELLED.get());
    assertTrue(
        COMPACTED.get() > 0 && FAILED.get() > 0 && POISONED.get() > 0 && CANCELLED.get() > 0,
        "something never happened");
  }

  @Seeds(100)
  void whatWasAcknowledgedIsThere(Run run) {
    new History(run).play();
  }

  private static final class History {
    private final KeyedMachine machine;
    private final Choice action;
    private final Choice key;
    private final Choice kind;
    private final Choice wait;

    History(Run run) {
      machine = new KeyedMachine(run.seed(), KeyedMachine.CONFIG);
      action = run.choices().choice("action");
      key = run.choices().choice("key");
      kind = run.choices().choice("kind");
      wait = run.choices().choice("wait");
    }

    void play() {
      machine.open();
      for (int step = 0; step < STEPS; step++) {
        act(action.below(12));
        machine.queue().runFor(wait.between(0, 60_000_000));
        if (!machine.effects(KeyedLogEffect.Poisoned.class).isEmpty()) {
          POISONED.incrementAndGet();
          restart(wait.chance(0.5));
        }
      }
      restart(true);
      machine.compact(new WholePlanner());
      machine.settle();
      machine.check(machine.last());
    }

    private void act(int drawn) {
      switch (drawn) {
        case 0 -> restart(false);
        case 1 -> restart(true);
        case 2 -> machine.disk().failWith(0.05);
        case 3 -> machine.disk().failWith(0);
        case 4 -> machine.step(new KeyedLogInput.Passed(machine.acknowledged()));
        case 5 -> {
          machine.step(new KeyedLogInput.CancelCompaction());
          machine.step(new KeyedLogInput.Wake());
        }
        case 6, 7 -> compact();
        default -> add();
      }
    }

    private void add() {
      if (machine.last() > machine.acknowledged()) {
        return;
      }
      long first = machine.last() + 1;
      KeyedRecord[] records = new KeyedRecord[1 + key.below(3)];
      for (int i = 0; i < records.length; i++) {
        String name = "k" + key.below(6);
        records[i] =
            switch (kind.below(4)) {
              case 0 -> KeyedMachine.tombstone(name, first + i);
              case 1 -> KeyedMachine.patch(name, first + i, "+" + (first + i));
              default -> KeyedMachine.value(name, first + i, "v".repeat(kind.below(200)));
            };
      }
      machine.add(records);
    }

    private void compact() {
      if (!machine.log().compacting()) {
        for (SegmentStats segment : machine.log().segments()) {
          machine.step(new KeyedLogInput.Replaced(segment.id(), kind.below(100)));
        }
        machine.compact(PLANNERS.get(kind.below(PLANNERS.size())));
      }
    }

    private void restart(boolean powerLoss) {
      COMPACTED.addAndGet(machine.effects(KeyedLogEffect.Compacted.class).size());
      FAILED.addAndGet(machine.effects(KeyedLogEffect.AddFailed.class).size());
      FAILED.addAndGet(machine.effects(KeyedLogEffect.CompactionFailed.class).size());
      CANCELLED.addAndGet(machine.effects(KeyedLogEffect.CompactionCancelled.class).size());
      machine.disk().failWith(0);
      if (powerLoss) {
        machine.losePower();
      } else {
        machine.kill();
      }
      machine.reopen();
    }
  }
}
