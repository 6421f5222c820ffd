package dev.dcore.kernel.cluster.swim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuspicionTest {
  /// In periods: the multiplier times log10(n), and never less than the multiplier.
  @ParameterizedTest
  @CsvSource({
    "4, 0, 4000",
    "4, 1, 4000",
    "4, 10, 4000",
    "4, 50, 6795",
    "4, 100, 8000",
    "4, 1000, 12000",
    "4, 100000, 20000",
    "1, 100, 2000"
  })
  void theTimeToRefuteGrowsWithTheLogarithmOfTheCluster(int multiplier, int members, long millis) {
    assertEquals(millis, Suspicion.timeoutNanos(multiplier, members, 1_000));
  }
}
