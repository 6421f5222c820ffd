package dev.dcore.kernel.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

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
}
