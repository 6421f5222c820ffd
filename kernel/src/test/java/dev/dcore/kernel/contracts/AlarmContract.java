package dev.dcore.kernel.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every [Alarm] does.
public abstract class AlarmContract extends Contract<AlarmHarness> {
  private static final long MILLI = 1_000_000;

  @Test
  void wakesNotBeforeItsTimeAndOnce() {
    long deadline = world.nowNanos() + 20 * MILLI;
    set(deadline);

    assertTrue(world.await(() -> !world.wakes().isEmpty()));
    assertTrue(world.wakes().getFirst() >= deadline, "it woke too early");
    world.pass(Duration.ofMillis(60));
    assertEquals(1, world.wakes().size());
  }

  @Test
  void laterDeadlineReplacesAnEarlierOne() {
    long earlier = world.nowNanos() + 30 * MILLI;
    long later = earlier + 50 * MILLI;
    setBoth(earlier, later);

    assertTrue(world.await(() -> !world.wakes().isEmpty()));
    assertTrue(world.wakes().getFirst() >= later, "it woke at a time that was replaced");
    world.pass(Duration.ofMillis(60));
    assertEquals(1, world.wakes().size());
  }

  @Test
  void earlierDeadlineReplacesALaterOne() {
    long later = world.nowNanos() + Duration.ofHours(1).toNanos();
    setBoth(later, world.nowNanos() + 10 * MILLI);

    assertTrue(world.await(() -> !world.wakes().isEmpty()));
    assertTrue(world.wakes().getFirst() < later, "it woke at a time that was replaced");
  }

  @Test
  void neverIsNever() {
    setBoth(world.nowNanos() + 30 * MILLI, Long.MAX_VALUE);

    world.pass(Duration.ofMillis(100));
    assertEquals(List.of(), world.wakes());
  }

  @Test
  void canBeSetAgainAfterNever() {
    set(Long.MAX_VALUE);
    set(world.nowNanos() + 10 * MILLI);

    assertTrue(world.await(() -> world.wakes().size() == 1));
  }

  @Test
  void deadlineInThePastWakesSoonButNotWithinTheCall() {
    long past = world.nowNanos() - 5 * MILLI;
    world.onLoop(
        alarm -> {
          alarm.wakeAt(past);
          assertEquals(List.of(), world.wakes(), "the call called back");
        });

    assertTrue(world.await(() -> world.wakes().size() == 1));
  }

  /// Within one turn of the loop, so that the first cannot go off in between.
  private void setBoth(long first, long second) {
    world.onLoop(
        alarm -> {
          alarm.wakeAt(first);
          alarm.wakeAt(second);
        });
  }

  private void set(long deadlineNanos) {
    world.onLoop(alarm -> alarm.wakeAt(deadlineNanos));
  }
}
