package dev.dcore.sim.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.base.Invariant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Events run in order of their time and then of their scheduling, near and far ones alike.
final class EventQueueTest {
  private static final long FAR_NANOS = 10_000_000_000L;

  private final EventQueue queue = new EventQueue();
  private final List<String> ran = new ArrayList<>();

  /// An event that can be moved and taken back.
  private final class Named extends Event {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    protected void run() {
      ran.add(name + " at " + queue.nowNanos());
    }
  }

  @Test
  void atOneTimeTheOrderOfSchedulingCounts() {
    queue.at(FAR_NANOS, new Named("far first"));
    queue.at(FAR_NANOS, new Named("far second"));
    queue.at(FAR_NANOS - 1, () -> queue.at(FAR_NANOS, new Named("near third")));
    queue.runUntil(FAR_NANOS);
    assertEquals(
        List.of(
            "far first at 10000000000", "far second at 10000000000", "near third at 10000000000"),
        ran);
  }

  @Test
  void eventThatIsMovedRunsOnceAtItsLastTime() {
    Named event = new Named("moved");
    for (long at : List.of(5L, FAR_NANOS, 7L, 3L, FAR_NANOS + 1, 9L)) {
      queue.at(at, event);
    }
    queue.runUntil(2 * FAR_NANOS);
    assertEquals(List.of("moved at 9"), ran);
  }

  @Test
  void cancelledEventDoesNotRun() {
    Named near = new Named("near");
    Named far = new Named("far");
    queue.at(1, near);
    queue.at(FAR_NANOS, far);
    queue.cancel(near);
    queue.cancel(far);
    queue.cancel(far);
    assertFalse(near.scheduled() || far.scheduled());
    queue.runUntil(2 * FAR_NANOS);
    assertEquals(List.of(), ran);
    assertEquals(0, queue.executed());
  }

  @Test
  void nothingIsScheduledInThePast() {
    queue.runUntil(5);
    assertThrows(Invariant.Violation.class, () -> queue.at(4, new Named("late")));
  }

  /// Against a sorted map, over delays from nothing to a minute.
  @Test
  void anyMixOfDelaysRunsInOrder() {
    Choices choices = Choices.seeded(7, "queue");
    Choice magnitude = choices.choice("magnitude");
    Choice delay = choices.choice("delay");
    Choice cancel = choices.choice("cancel");
    TreeMap<String, Named> expected = new TreeMap<>();
    List<Named> waiting = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      long at = queue.nowNanos() + delay.between(0, 1L << magnitude.below(36));
      Named event = new Named("e" + i);
      queue.at(at, event);
      waiting.add(event);
      expected.put(String.format("%020d %06d", at, i), event);
      if (cancel.chance(0.2)) {
        Named victim = waiting.get(cancel.below(waiting.size()));
        queue.cancel(victim);
        expected.values().remove(victim);
      }
      if (cancel.chance(0.4)) {
        queue.runNext(Long.MAX_VALUE);
        assertTrue(ran.getLast().startsWith(expected.firstEntry().getValue().name + " "));
        expected.pollFirstEntry();
      }
    }
    int before = ran.size();
    while (queue.runNext(Long.MAX_VALUE >> 1)) {
      assertTrue(ran.getLast().startsWith(expected.firstEntry().getValue().name + " "));
      expected.pollFirstEntry();
    }
    assertTrue(expected.isEmpty());
    assertTrue(ran.size() > before);
  }
}
