package dev.dcore.bench;

import dev.dcore.kernel.cluster.swim.SuspicionConfig;
import dev.dcore.kernel.cluster.swim.SwimConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Detection time against mistake rate: what patience buys, for each who is compared.
///
/// Detection is from a crash until the first declares it dead, in a calm cluster. Mistakes are
/// counted where a part of the members is slow ([SlowGrid#forCurve]), as declarations in all views
/// for each hour of each member.
final class Curve {
  private static final int CRASHES = 60;

  /// Of the usual patience.
  private static final List<Double> FACTORS = List.of(0.25, 0.5, 1.0, 2.0, 4.0);

  /// One point.
  ///
  /// @param factor of the usual patience
  /// @param wronged members declared dead somewhere, of all runs
  /// @param never crashes that nobody declared, which the detection leaves out
  /// @param unformed clusters that never had one view
  record Point(
      Contender contender,
      double factor,
      Interval detection,
      double detectionP99,
      Interval mistakes,
      int wronged,
      int never,
      int unformed) {
    Map<String, Object> fields() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("contender", contender.word());
      json.put("patience", factor);
      json.put("detectionSeconds", Row.rounded(detection.mean()));
      json.put("detectionLow", Row.rounded(detection.low()));
      json.put("detectionHigh", Row.rounded(detection.high()));
      json.put("detectionP99", Row.rounded(detectionP99));
      json.put("mistakesPerNodeHour", Row.rounded(mistakes.mean()));
      json.put("mistakesLow", Row.rounded(mistakes.low()));
      json.put("mistakesHigh", Row.rounded(mistakes.high()));
      json.put("membersWronged", wronged);
      json.put("neverDeclared", never);
      json.put("clustersNotFormed", unformed);
      return json;
    }
  }

  private Curve() {}

  static List<Point> measure(Consumer<String> progress) {
    List<Point> points = new ArrayList<>();
    for (Contender contender : Contender.values()) {
      for (double factor : FACTORS) {
        progress.accept("curve: " + contender.word() + ", patience × " + factor);
        points.add(point(contender, factor));
      }
    }
    return points;
  }

  private static Point point(Contender contender, double factor) {
    SwimConfig config = patient(contender.config(), factor);
    SlowGrid grid = SlowGrid.forCurve();
    EqualDetection.Deaths deaths = EqualDetection.deaths(config, grid.nodes(), CRASHES);
    Samples detection = deaths.seconds();
    List<SlowGrid.Count> counts = grid.run(config);
    List<Double> mistakes = counts.stream().map(count -> (double) count.declarations()).toList();
    return new Point(
        contender,
        factor,
        Interval.of(detection.sorted()),
        detection.quantile(0.99),
        Interval.ofRate(mistakes, grid.nodeHours() / counts.size()),
        counts.stream().mapToInt(SlowGrid.Count::wronged).sum(),
        deaths.never(),
        deaths.unformed() + counts.stream().mapToInt(SlowGrid.Count::unformed).sum());
  }

  /// The same but for how long a suspect has.
  private static SwimConfig patient(SwimConfig config, double factor) {
    SuspicionConfig usual = config.suspicion();
    return config.with(
        new SuspicionConfig(
            usual.multiplier() * factor,
            usual.minPeriods() * factor,
            usual.maxFactor(),
            usual.confirmations(),
            usual.observers(),
            usual.buddy(),
            usual.skeptical(),
            usual.roundNanos()));
  }
}
