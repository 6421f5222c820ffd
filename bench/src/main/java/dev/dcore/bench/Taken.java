package dev.dcore.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What came of measuring something several times.
///
/// @param error why it was not measured as often as it should have been, or null
record Taken(Samples samples, @Nullable String error) {
  /// One measurement.
  @FunctionalInterface
  interface Sample {
    double take() throws BenchFailed, InterruptedException;
  }

  /// Ends at the first that fails: what follows would wait for the same thing in vain.
  static Taken times(int runs, Sample sample) throws InterruptedException {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      try {
        values.add(sample.take());
      } catch (BenchFailed e) {
        return new Taken(new Samples(values), e.sentence());
      }
    }
    return new Taken(new Samples(values), null);
  }

  static Taken failed(BenchFailed failure) {
    return new Taken(new Samples(List.of()), failure.sentence());
  }

  /// @param what in words
  @Nullable Baseline asBaseline(String what) {
    return samples.isEmpty() ? null : new Baseline(what, samples.median());
  }

  Row row(Figure figure, @Nullable Baseline baseline) {
    return new Row(figure, samples, baseline, Map.of(), error);
  }
}
