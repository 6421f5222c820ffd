package dev.dcore.kernel.cluster.swim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StallsTest {
  private final Stalls stalls = new Stalls(50);

  @Test
  void aTimerThatIsALittleLateIsNoStall() {
    assertEquals(0, stalls.fired(1_050, 1_000));
    assertEquals(0, stalls.totalNanos());
  }

  @Test
  void timeIsCountedOnceHoweverManyTimersWereLate() {
    assertEquals(800, stalls.fired(2_000, 1_200));
    assertEquals(0, stalls.fired(2_000, 1_500), "the same stall");
    assertEquals(10, stalls.fired(2_010, 1_900), "only what came since");
    assertEquals(500, stalls.fired(3_500, 3_000));
    assertEquals(1_310, stalls.totalNanos());
  }

  @Test
  void switchedOffNothingIsAStall() {
    Stalls off = new Stalls(Long.MAX_VALUE);
    assertEquals(0, off.fired(1_000_000, 0));
    assertEquals(0, off.totalNanos());
  }
}
