package dev.dcore.kernel.cluster.swim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeTest {
  @ParameterizedTest
  @CsvSource({"1, 15", "32, 15", "33, 30", "64, 30", "65, 45", "128, 45", "1000, 90", "32768, 165"})
  void thePeriodGrowsByOneWithEachDoublingAbove32(int members, long seconds) {
    assertEquals(seconds, Exchange.periodNanos(15, members));
  }
}
