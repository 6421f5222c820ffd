package dev.dcore.sim.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.sim.runtime.RunChoices;
import dev.dcore.sim.runtime.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is counted as a fault has happened: a campaign that asks whether each kind fired is worth
/// no more than this.
final class FaultScheduleTest {
  private static final long END_NANOS = Duration.ofSeconds(400).toNanos();
  private static final long SLOT_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int SLOTS = (int) (END_NANOS / SLOT_NANOS);

  @ParameterizedTest
  @EnumSource(
      value = FaultKind.class,
      names = {"PARTITION", "ONE_WAY_CUT"})
  void aCutThatPartsNobodyIsNotCounted(FaultKind kind) {
    assertEquals(0, fired(kind, 1).get(kind));
  }

  /// With two nodes most small sides are empty, and every second pair is one node.
  @ParameterizedTest
  @EnumSource(
      value = FaultKind.class,
      names = {"PARTITION", "ONE_WAY_CUT"})
  void aCutBetweenTwoIsCounted(FaultKind kind) {
    int count = fired(kind, 2).getOrDefault(kind, 0);
    assertTrue(count > SLOTS / 20 && count < SLOTS * 3 / 4, () -> kind + ": " + count);
  }

  private static Map<FaultKind, Integer> fired(FaultKind kind, int nodes) {
    Simulation simulation = new Simulation(7, RunChoices.plain(), false);
    for (int i = 1; i <= nodes; i++) {
      simulation.add("test", "n" + i, List.of("n1"));
    }
    FaultPlan plan =
        new FaultPlan(
            0,
            END_NANOS,
            SLOT_NANOS,
            Duration.ofSeconds(3).toNanos(),
            1,
            0,
            List.of(kind),
            List.of(kind));
    FaultSchedule schedule = new FaultSchedule(simulation, plan);
    schedule.arm();
    simulation.queue().runUntil(END_NANOS);
    return schedule.fired();
  }
}
