package dev.dcore.kernel.cluster.swim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.identity.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuspicionTest {
  private static final long PERIOD = 1_000;

  /// The multiplier times log10(n) periods, and never less than the multiplier.
  @ParameterizedTest
  @CsvSource({
    "4, 0, 4000",
    "4, 1, 4000",
    "4, 10, 4000",
    "4, 50, 6795",
    "4, 100, 8000",
    "4, 1000, 12000",
    "4, 100000, 20000",
    "1, 100, 2000",
    "0.5, 1000, 1500"
  })
  void theTimeToRefuteGrowsWithTheLogarithmOfTheCluster(
      double multiplier, int members, long millis) {
    assertEquals(
        millis, Suspicion.timeoutNanos(SuspicionConfig.fixed(multiplier), members, PERIOD, 0));
  }

  /// Of 2 to 10 periods, with 3 confirmations expected: 10 - 8 log(c + 1) / log 4.
  @ParameterizedTest
  @CsvSource({"0, 10000", "1, 6000", "2, 3660", "3, 2000", "9, 2000"})
  void eachConfirmationShortensIt(int confirmations, long millis) {
    SuspicionConfig config = new SuspicionConfig(0.5, 2, 5, 3, 8, true, true, 100);
    assertEquals(millis, Suspicion.timeoutNanos(config, 1_000, PERIOD, confirmations));
  }

  @Test
  void whereNobodyIsThatCouldConfirmItIsShort() {
    SuspicionConfig config = new SuspicionConfig(0.5, 2, 5, 3, 8, true, true, 100);
    assertEquals(2_000, Suspicion.timeoutNanos(config, 2, PERIOD, 0));
    assertEquals(10_000, Suspicion.timeoutNanos(config, 3, PERIOD, 0));
    assertEquals(2_000, Suspicion.timeoutNanos(config, 3, PERIOD, 1), "the only other agrees");
  }

  @Test
  void anAccuserCountsOnceAndNotMoreThanMakeADifference() {
    Suspicion suspicion = new Suspicion(7, 0, 0);
    assertTrue(suspicion.accuse(new NodeId(0, 1), 3));
    assertFalse(suspicion.accuse(new NodeId(0, 1), 3));
    assertTrue(suspicion.accuse(new NodeId(0, 2), 3));
    assertTrue(suspicion.accuse(new NodeId(0, 3), 3));
    assertFalse(suspicion.accuse(new NodeId(0, 4), 3));
  }

  @Test
  void timeInWhichThisProcessStoodStillDoesNotCount() {
    SuspicionConfig config = SuspicionConfig.fixed(2);
    Suspicion suspicion = new Suspicion(7, 5_000, 300);
    assertEquals(7_000, suspicion.dueNanos(config, 10, PERIOD, 300));
    assertEquals(8_500, suspicion.dueNanos(config, 10, PERIOD, 1_800));
  }

  /// Of a shortest time of 1,000: from the half on, and then each time after 1.3 times as long.
  @Test
  void theSuspectIsAskedMoreAndMoreRarely() {
    Suspicion suspicion = new Suspicion(7, 0, 0);
    List<Integer> asked = new ArrayList<>();
    for (int waited = 0; waited <= 2_000; waited += 10) {
      if (suspicion.asks(waited, 1_000)) {
        asked.add(waited);
      }
    }
    assertEquals(List.of(500, 650, 850, 1_100, 1_430, 1_860), asked);
  }

  @Test
  void nonsenseIsTurnedAway() {
    assertThrows(IllegalArgumentException.class, () -> SuspicionConfig.fixed(0));
    assertThrows(IllegalArgumentException.class, () -> SuspicionConfig.fixed(Double.NaN));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SuspicionConfig(1, 2, 0.5, 3, 8, true, true, 100));
  }
}
