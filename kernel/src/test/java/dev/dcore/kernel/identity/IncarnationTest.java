package dev.dcore.kernel.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Invariant;
import org.junit.jupiter.api.Test;

class IncarnationTest {
  @Test
  void aLaterBootIsAboveEveryCounterOfAnEarlierOne() {
    long refutedOften = Incarnation.ofBoot(1) + (1 << 24) - 1;
    assertTrue(Incarnation.ofBoot(2) > refutedOften);
    assertEquals(1, Incarnation.boot(refutedOften));
    assertEquals((1 << 24) - 1, Incarnation.counter(refutedOften));
  }

  @Test
  void theLargestFitsTheNumbersOfJson() {
    long largest = Incarnation.ofBoot(Incarnation.BOOT_MAX) + (1 << 24) - 1;
    assertEquals(Incarnation.MAX, largest);
    assertEquals(largest, (long) (double) largest);
    assertTrue(Incarnation.valid(largest));
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    assertFalse(Incarnation.valid(0));
    assertFalse(Incarnation.valid(-1));
    assertFalse(Incarnation.valid(Incarnation.MAX + 1));
    assertThrows(Invariant.Violation.class, () -> Incarnation.ofBoot(0));
    assertThrows(Invariant.Violation.class, () -> Incarnation.ofBoot(Incarnation.BOOT_MAX + 1));
  }
}
