package dev.dcore.kernel.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
  private final TimerQueue<String> timers = new TimerQueue<>();

  @Test
  void timersAreDueInOrderOfTimeAndThenOfSetting() {
    timers.set("late", 30);
    timers.set("second", 20);
    timers.set("third", 20);
    timers.set("first", 10);

    assertEquals(new TimerQueue.Due<>("first", 10), timers.poll(30));
    assertEquals(new TimerQueue.Due<>("second", 20), timers.poll(30));
    assertEquals(new TimerQueue.Due<>("third", 20), timers.poll(30));
    assertEquals(new TimerQueue.Due<>("late", 30), timers.poll(30));
    assertNull(timers.poll(30));
  }

  @Test
  void nothingIsDueBeforeItsTime() {
    timers.set("a", 10);
    assertNull(timers.poll(9));
    assertEquals(10, timers.nextDeadlineNanos());
  }

  @Test
  void aMovedTimerFiresOnceAtItsNewTime() {
    timers.set("a", 10);
    timers.set("a", 20);
    assertNull(timers.poll(10));
    assertEquals(20, timers.nextDeadlineNanos());
    assertEquals(new TimerQueue.Due<>("a", 20), timers.poll(20));
    assertNull(timers.poll(Long.MAX_VALUE));
  }

  @Test
  void aTimerMovedForwardDoesNotFireAgainAtItsOldTime() {
    timers.set("a", 20);
    timers.set("a", 10);
    assertEquals(new TimerQueue.Due<>("a", 10), timers.poll(20));
    assertNull(timers.poll(20));
  }

  @Test
  void aCancelledTimerNeverFires() {
    timers.set("a", 10);
    timers.cancel("a");
    timers.cancel("never set");
    assertEquals(Long.MAX_VALUE, timers.nextDeadlineNanos());
    assertNull(timers.poll(Long.MAX_VALUE));
  }

  /// Against a sorted map, through growth and shrinking.
  @Test
  void anyMixOfCallsFiresInOrder() {
    Choices choices = Choices.seeded(7, "timers");
    Choice which = choices.choice("key");
    Choice what = choices.choice("call");
    Choice when = choices.choice("deadline");
    Map<Integer, String> byKey = new TreeMap<>();
    TreeMap<String, Integer> byTime = new TreeMap<>();
    TimerQueue<Integer> queue = new TimerQueue<>();
    for (int call = 0; call < 20_000; call++) {
      int key = which.below(call % 4_000 < 2_000 ? 300 : 4);
      if (what.chance(0.6)) {
        long deadline = when.between(0, 500);
        queue.set(key, deadline);
        String time = String.format("%04d %06d", deadline, call);
        String before = byKey.put(key, time);
        if (before != null) {
          byTime.remove(before);
        }
        byTime.put(time, key);
      } else if (what.chance(0.3)) {
        queue.cancel(key);
        String before = byKey.remove(key);
        if (before != null) {
          byTime.remove(before);
        }
      } else {
        TimerQueue.Due<Integer> due = queue.poll(500);
        Map.Entry<String, Integer> expected = byTime.pollFirstEntry();
        assertEquals(expected == null ? null : expected.getValue(), due == null ? null : due.key());
        if (due != null) {
          byKey.remove(due.key());
        }
      }
      long next =
          byTime.isEmpty() ? Long.MAX_VALUE : Long.parseLong(byTime.firstKey().substring(0, 4));
      assertEquals(next, queue.nextDeadlineNanos());
    }
  }
}
