package dev.dcore.bench;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import java.util.Arrays;
import java.util.List;

/// A mean and where it lies with 95 % confidence, by resampling what was measured (Efron,
/// "Bootstrap methods: another look at the jackknife", Annals of Statistics 7(1), 1979): samples of
/// one run depend on each other, so whole runs are drawn.
record Interval(double mean, double low, double high) {
  private static final int RESAMPLES = 2_000;
  private static final double TAIL = 0.025;

  /// What three events at most would have shown with 95 %, when none was seen.
  static final double RULE_OF_THREE = 3;

  /// @param runs one value each, at least one
  static Interval of(List<Double> runs) {
    Choice draw = Choices.seeded(1, "bootstrap").choice("resample");
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double sum = 0;
      for (int j = 0; j < runs.size(); j++) {
        sum += runs.get(draw.below(runs.size()));
      }
      means[i] = sum / runs.size();
    }
    Arrays.sort(means);
    return new Interval(
        runs.stream().mapToDouble(Double::doubleValue).average().orElseThrow(),
        means[(int) (TAIL * RESAMPLES)],
        means[(int) ((1 - TAIL) * RESAMPLES)]);
  }

  /// A rate of events.
  ///
  /// @param exposure of each run
  static Interval ofRate(List<Double> events, double exposure) {
    Interval counts = of(events);
    double high =
        counts.mean == 0 ? RULE_OF_THREE / (exposure * events.size()) : counts.high / exposure;
    return new Interval(counts.mean / exposure, counts.low / exposure, high);
  }
}
