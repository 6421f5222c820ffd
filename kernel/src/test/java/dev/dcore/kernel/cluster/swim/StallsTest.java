package dev.dcore.kernel.cluster.swim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StallsTest {
  private final Stalls stalls = new Stalls(50, 1_500);

  @Test
  void aTimerThatIsALittleLateIsNoStall() {
    assertEquals(0, stalls.fired(1_050, 1_000));
    assertEquals(0, stalls.totalNanos(1_050));
  }

  @Test
  void timeIsCountedOnceHoweverManyTimersWereLate() {
    assertEquals(800, stalls.fired(2_000, 1_200));
    assertEquals(0, stalls.fired(2_000, 1_500), "the same stall");
    assertEquals(10, stalls.fired(2_010, 1_900), "only what came since");
    assertEquals(500, stalls.fired(3_500, 3_000));
    assertEquals(1_310, stalls.totalNanos(3_500));
  }

  @Test
  void aNodeThatHearsNobodyForLongIsDeaf() {
    stalls.heard(1_000);
    assertEquals(0, stalls.totalNanos(2_500));
    assertEquals(1_501, stalls.totalNanos(2_501), "all of the silence, once it is one");
    assertEquals(4_000, stalls.totalNanos(5_000));
    stalls.heard(5_500);
    assertEquals(4_500, stalls.totalNanos(6_000));
  }

  @Test
  void aStallWithinASilenceCountsOnce() {
    stalls.heard(1_000);
    assertEquals(2_000, stalls.fired(4_000, 2_000));
    assertEquals(2_000, stalls.totalNanos(4_000), "what came before it is not counted twice");
    stalls.heard(4_000);
    assertEquals(2_000, stalls.totalNanos(4_100));
  }

  @Test
  void whoHasNobodyToHearIsNotDeaf() {
    assertEquals(0, stalls.totalNanos(100_000), "it never heard anybody");
    stalls.heard(100_000);
    for (long now = 100_000; now < 110_000; now += 100) {
      stalls.expect(now, 3, 0);
    }
    assertEquals(0, stalls.totalNanos(110_000));
  }

  @Test
  void whoHasFewToHearWaitsLongerForThem() {
    stalls.heard(1_000);
    stalls.expect(1_000, 4, 1);
    assertEquals(0, stalls.totalNanos(7_000));
    assertEquals(6_001, stalls.totalNanos(7_001));
  }

  @Test
  void whoIsCutOffForGoodIsNotDeafForEver() {
    long minute = Duration.ofSeconds(60).toNanos();
    stalls.heard(0);
    assertEquals(minute, stalls.totalNanos(2 * minute));
  }

  @Test
  void switchedOffNothingIsAStall() {
    Stalls off = new Stalls(Long.MAX_VALUE, Long.MAX_VALUE);
    assertEquals(0, off.fired(1_000_000, 0));
    off.heard(0);
    assertEquals(0, off.totalNanos(1_000_000));
  }
}
