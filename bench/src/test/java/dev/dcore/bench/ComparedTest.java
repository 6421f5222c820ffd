package dev.dcore.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Figures with what stands beside them.
class ComparedTest {
  private static final Samples THOUSAND =
      new Samples(IntStream.rangeClosed(1, 1_000).mapToObj(i -> (double) i).toList());

  @Test
  void quantilesAreTheSmallestThatSoManyDoNotExceed() {
    assertEquals(500.5, Statistic.MEAN.of(THOUSAND));
    assertEquals(500.5, Statistic.MEDIAN.of(THOUSAND));
    assertEquals(990, Statistic.P99.of(THOUSAND));
    assertEquals(999, Statistic.P999.of(THOUSAND));
    assertEquals(1_000, Statistic.MAX.of(THOUSAND));
  }

  @Test
  void aQuantileNeedsSamplesBeyondIt() {
    assertEquals(100, Statistic.P99.samplesMin());
    assertEquals(1_000, Statistic.P999.samplesMin());
  }

  @Test
  void theTargetIsForTheStatisticAndTheRatioIsToSwim() {
    Row row =
        new Row(Figure.atMost("all know", "s", 995), THOUSAND, Statistic.P99, null, Map.of(), null);
    Compared compared = new Compared(row, 4, 1_980.0, 2_000.0, null);

    assertTrue(compared.complete().met());
    assertEquals(0.5, compared.complete().ratio());
    assertEquals("p99", compared.complete().more().get("statistic"));
    assertEquals(
        """
        FIGURE    OF   RUNS  OURS  SWIM  ÷    MEMBERLIST  THEORY  UNIT  TARGET  MET
        all know  p99  1000  990   1980  0.5  2000        -       s     ≤ 995   yes
        """,
        Compared.table(List.of(compared)));
  }

  @Test
  void theoryAgreesWithItsPapers() {
    assertEquals(1.582, Theory.swimPeriodsToDetect(), 0.001);
    assertEquals(6.908, Theory.randomProbePeriods(0.999), 0.001);
    // Pittel: log2 n + ln n.
    assertEquals(16.87, Theory.gossipRounds(1_000, 1, 0), 0.01);
    assertEquals(0, Theory.swimFalseSuspicion(1, 3));
  }
}
