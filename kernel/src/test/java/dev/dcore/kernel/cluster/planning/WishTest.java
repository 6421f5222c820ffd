package dev.dcore.kernel.cluster.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.cluster.swim.SwimConfig;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WishTest {
  private static Wish wish(int members, double seconds, double mistakes, double loss) {
    return new Wish(members, (long) (seconds * 1e9), mistakes, loss);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 5, 0.01, 0.01",
    "10, 6, 0.01, 0.05",
    "100, 8, 0.1, 0.02",
    "1000, 10, 1, 0.01",
    "1000, 20, 0.01, 0.05"
  })
  void aPlanIsWhatWasWished(int members, double seconds, double mistakes, double loss)
      throws Exception {
    Wish.Plan plan = wish(members, seconds, mistakes, loss).plan();
    assertTrue(plan.forecast().allKnowNanos() <= seconds * 1e9 + 2, plan::toString);
    assertTrue(plan.forecast().mistakesPerDay() <= mistakes, plan::toString);
    SwimConfig config = plan.timing().config(members);
    assertEquals(plan.timing().periodNanos(), config.probe().periodNanos());
  }

  /// One sentence, and what it offers can be had.
  @Test
  void whatCannotBeHadIsRefusedWithAnOffer() throws Exception {
    Wish.Refused refused = assertThrows(Wish.Refused.class, () -> wish(1_000, 1, 0.01, 0.2).plan());
    String sentence = refused.getMessage();
    Matcher offer = Pattern.compile("wish for ([0-9.]+) s").matcher(sentence);
    assertTrue(offer.find(), sentence);
    Wish.Plan _ = wish(1_000, Double.parseDouble(offer.group(1)) + 0.1, 0.01, 0.2).plan();
  }

  @Test
  void moreTimeNeverCostsMore() throws Exception {
    double before = Double.MAX_VALUE;
    for (int seconds = 6; seconds <= 30; seconds += 3) {
      double bytes = wish(100, seconds, 0.1, 0.02).plan().forecast().bytesPerSecond();
      assertTrue(bytes <= before, seconds + " s cost " + bytes);
      before = bytes;
    }
  }

  @Test
  void wishesWithoutSenseAreUsageErrors() {
    assertThrows(IllegalArgumentException.class, () -> wish(1, 3, 0.01, 0));
    assertThrows(IllegalArgumentException.class, () -> wish(10, 3, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> wish(10, 3, 0.1, 0.9));
    assertThrows(IllegalArgumentException.class, () -> wish(10, 0, 0.1, 0));
  }

  /// SWIM section 5: a random tenth of the messages lost, one relay, no stream.
  @Test
  void aProbeFailsAsOftenAsItsPathsDo() {
    assertEquals(0.19 * 0.3439, new ProbeOdds(0.1, 1, false).fails(), 1e-12);
    assertEquals(0, new ProbeOdds(0, 3, true).fails());
  }

  /// For fanout 1 and no loss: log2 n + ln n (Pittel 1987).
  @Test
  void anEpidemicTakesLogarithmicTime() {
    assertEquals(10 + Math.log(1_024), new Epidemic(1_024, 1, 0).roundsMedian(), 1e-9);
    assertEquals(Math.exp(-12), new Epidemic(1_000, 3, 0).missed(12), 1e-7);
  }

  @Test
  void lifeguardsTimeoutDecaysToItsMinimum() {
    Timing timing =
        new Timing(Duration.ofSeconds(1).toNanos(), 1, 1, 3, 1_000, 6_000, 3, 6, 100, 3, 12);
    assertEquals(6_000, timing.suspicionNanos(0));
    assertEquals(3_500, timing.suspicionNanos(1));
    assertEquals(1_000, timing.suspicionNanos(3));
  }
}
