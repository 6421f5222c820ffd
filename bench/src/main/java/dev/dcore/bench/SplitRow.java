package dev.dcore.bench;

import dev.dcore.sim.measure.MeasuredCluster;
import dev.dcore.sim.runtime.ParallelSeeds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// How long two halves of a cluster that were apart take to become one again.
final class SplitRow {
  private static final long LIMIT_NANOS = Duration.ofMinutes(10).toNanos();

  /// @param nanos empty when the limit passed first
  private record Healed(boolean formed, OptionalLong nanos) {}

  private SplitRow() {}

  static Compared measure(int nodes, int seeds, Duration apart) {
    List<Healed> healed =
        ParallelSeeds.run(
            ParallelSeeds.range(1, seeds),
            seed -> {
              MeasuredCluster cluster = new MeasuredCluster(seed, nodes, Contender.OURS.config());
              boolean formed = cluster.bootstrap(LIMIT_NANOS).isPresent();
              OptionalLong nanos =
                  formed
                      ? cluster.splitInHalves(apart.toNanos(), LIMIT_NANOS)
                      : OptionalLong.empty();
              return new Healed(formed, nanos);
            });
    List<Double> seconds =
        healed.stream()
            .map(Healed::nanos)
            .filter(OptionalLong::isPresent)
            .map(each -> each.getAsLong() / 1e9)
            .toList();
    long unformed = healed.stream().filter(each -> !each.formed).count();
    @Nullable String error =
        unformed > 0
            ? unformed + " of " + seeds + " clusters never formed"
            : seconds.size() == seeds
                ? null
                : (seeds - seconds.size()) + " did not heal in 10 minutes";
    String half = String.valueOf(nodes / 2);
    Figure figure =
        Figure.atMost(
            "a split " + half + "/" + half + " of " + apart.toMinutes() + " min, until one view",
            "s",
            60);
    return new Compared(
        new Row(figure, new Samples(seconds), Statistic.MAX, null, Map.of(), error),
        seeds,
        null,
        null,
        null);
  }
}
