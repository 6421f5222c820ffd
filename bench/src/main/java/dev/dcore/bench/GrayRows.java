package dev.dcore.bench;

import dev.dcore.sim.measure.GrayFailures;
import dev.dcore.sim.measure.MeasuredCluster;
import dev.dcore.sim.runtime.ParallelSeeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What becomes of gray nodes in the stable view, see [GrayFailures]; one in a hundred is.
final class GrayRows {
  private static final long BOOTSTRAP_NANOS = Duration.ofMinutes(5).toNanos();
  private static final long SETTLE_NANOS = Duration.ofMinutes(5).toNanos();

  private GrayRows() {}

  static List<Compared> measure(int nodes, int seeds) {
    List<Compared> rows = new ArrayList<>();
    for (GrayFailures.Kind kind : GrayFailures.Kind.values()) {
      List<Optional<GrayFailures.Result>> results =
          ParallelSeeds.run(ParallelSeeds.range(1, seeds), seed -> result(kind, nodes, seed));
      rows.add(row(kind, nodes, results));
    }
    return rows;
  }

  /// Empty when there was no stable view to begin with.
  private static Optional<GrayFailures.Result> result(
      GrayFailures.Kind kind, int nodes, long seed) {
    MeasuredCluster cluster = new MeasuredCluster(seed, nodes, Contender.OURS.config());
    GrayFailures failures = new GrayFailures(cluster);
    cluster.bootstrap(BOOTSTRAP_NANOS);
    return failures.settle(SETTLE_NANOS)
        ? Optional.of(failures.run(kind, nodes / 100))
        : Optional.empty();
  }

  private static Compared row(
      GrayFailures.Kind kind, int nodes, List<Optional<GrayFailures.Result>> results) {
    String word = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    Figure figure =
        Figure.atMost(
            "gray (" + word + "), gone from the stable view, " + nodes + " nodes", "s", 30);
    List<Double> gone = new ArrayList<>();
    long views = 0;
    int healthy = 0;
    int unsettled = 0;
    for (Optional<GrayFailures.Result> result : results) {
      if (result.isEmpty()) {
        unsettled++;
        continue;
      }
      GrayFailures.Result each = result.get();
      each.goneNanos().ifPresent(nanos -> gone.add(nanos / 1e9));
      views = Math.max(views, each.views());
      healthy += each.healthyRemoved();
    }
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("viewsMax", views);
    more.put("healthyRemoved", healthy);
    return new Compared(
        new Row(
            figure,
            new Samples(gone),
            Statistic.MAX,
            null,
            more,
            error(results.size(), unsettled, gone.size(), views, healthy)),
        results.size(),
        null,
        null,
        null);
  }

  /// The row is met only with few views and without harm.
  private static @Nullable String error(
      int runs, int unsettled, int gone, long views, int healthy) {
    if (unsettled > 0) {
      return "no stable view of all in " + unsettled + " of " + runs + " runs";
    }
    if (gone < runs) {
      return "not gone within 2 minutes in " + (runs - gone) + " of " + runs + " runs";
    }
    if (healthy > 0) {
      return healthy + " healthy nodes were removed";
    }
    return views > 2 ? views + " views, not 2" : null;
  }
}
