package dev.dcore.bench;

import dev.dcore.kernel.cluster.swim.SwimConfig;
import dev.dcore.sim.measure.MeasuredCluster;
import dev.dcore.sim.measure.Mistakes;
import dev.dcore.sim.runtime.ParallelSeeds;
import java.time.Duration;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How often healthy members are declared dead: where others are slow, and where datagrams get
/// lost.
final class MistakeRows {
  private static final double LOSS = 0.05;
  private static final long LIMIT_NANOS = Duration.ofMinutes(5).toNanos();

  private MistakeRows() {}

  /// How many times as many mistakes plain SWIM makes in the time that ours takes to detect.
  static Compared slow(SlowGrid grid, int crashes, Consumer<String> progress) {
    progress.accept("SWIM's timeout for equal detection, " + grid.nodes() + " nodes");
    EqualDetection equal = EqualDetection.find(grid.nodes(), crashes);
    progress.accept("slow nodes, " + grid.nodes() + " nodes, " + grid.points().size() + " points");
    SlowGrid.Count ours = sum(grid.run(Contender.OURS.config()));
    progress.accept("ours made " + ours.declarations() + " mistakes; next, SWIM");
    SlowGrid.Count swim = sum(grid.run(equal.config()));
    progress.accept("SWIM made " + swim.declarations() + "; next, memberlist");
    SlowGrid.Count memberlist = sum(grid.run(Contender.MEMBERLIST.config()));
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("points", grid.points().size());
    more.put("grid", grid.words());
    more.put("nodeHours", Row.rounded(grid.nodeHours()));
    more.put("detectionSeconds", Row.rounded(equal.seconds()));
    more.put("swimDetectionSeconds", Row.rounded(equal.swimSeconds()));
    more.put("mistakes", ours.declarations());
    more.put("swimMistakes", swim.declarations());
    more.put("memberlistMistakes", memberlist.declarations());
    more.put("mistakesAtHealthy", ours.atHealthy());
    more.put("swimMistakesAtHealthy", swim.atHealthy());
    more.put("membersWronged", ours.wronged());
    more.put("swimMembersWronged", swim.wronged());
    more.put("suspicionsInAllViews", ours.suspicions());
    more.put("swimSuspicionsInAllViews", swim.suspicions());
    more.put("swimMultiplier", Row.rounded(equal.config().suspicion().multiplier()));
    if (ours.declarations() == 0) {
      more.put("ratioIs", "as if ours had made one mistake; it made none");
    }
    Figure figure =
        Figure.atLeast(
            "slow nodes, " + grid.nodes() + " nodes: mistakes of plain SWIM ÷ ours", "×", 100);
    @Nullable String error =
        Row.errors(
            "; ",
            equal.error(),
            ours.error("ours"),
            swim.error("SWIM"),
            memberlist.error("memberlist"));
    Samples ratio = new Samples(List.of(ratio(swim, ours)));
    return new Compared(
        new Row(figure, ratio, Statistic.MEDIAN, null, more, error),
        grid.points().size(),
        null,
        ratio(swim, memberlist),
        null);
  }

  /// Without a mistake there is no ratio; then it is at least as if there had been one.
  private static double ratio(SlowGrid.Count swim, SlowGrid.Count other) {
    return swim.declarations() / (double) Math.max(1, other.declarations());
  }

  private static SlowGrid.Count sum(List<SlowGrid.Count> counts) {
    return counts.stream().reduce(SlowGrid.Count.NONE, SlowGrid.Count::plus);
  }

  /// @param seconds virtual, of each seed
  static Compared lossy(int nodes, int seeds, int seconds, Consumer<String> progress) {
    Figure figure =
        Figure.atMost(
            String.format(
                "mistakes in %.0e node-seconds, 5 %% loss", (double) nodes * seeds * seconds),
            "deaths",
            0);
    List<SlowGrid.Count> counts =
        ParallelSeeds.run(
            ParallelSeeds.range(1, seeds),
            seed -> {
              SlowGrid.Count count = lossy(Contender.OURS.config(), seed, nodes, seconds);
              progress.accept("saw " + nodes + " nodes for " + seconds + " s");
              return count;
            });
    SlowGrid.Count ours = sum(counts);
    SwimConfig swim = Contender.SWIM.config();
    double suspectedEachPeriod = Theory.swimFalseSuspicion(1 - LOSS, swim.probe().relays());
    double periods = seconds * 1e9 / swim.probe().periodNanos();
    double nodeSeconds = (double) nodes * seeds * seconds;
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("nodeSeconds", Math.round(nodeSeconds));
    more.put("membersWronged", ours.wronged());
    if (ours.declarations() == 0) {
      more.put(
          "deathsIn1e7NodeSecondsAtMostWith95Percent",
          Row.rounded(Interval.RULE_OF_THREE / nodeSeconds * 1e7));
    }
    more.put("suspicionsInAllViews", ours.suspicions());
    more.put(
        "falseSuspicionsOfSwimByTheory", Math.round(suspectedEachPeriod * periods * nodes * seeds));
    @Nullable Double none = null;
    return new Compared(
        new Row(
            figure,
            new Samples(List.of((double) ours.declarations())),
            Statistic.MEDIAN,
            null,
            more,
            ours.error("ours")),
        seeds,
        none,
        none,
        none);
  }

  private static SlowGrid.Count lossy(SwimConfig config, long seed, int nodes, int seconds) {
    MeasuredCluster cluster = new MeasuredCluster(seed, nodes, config);
    boolean formed = cluster.bootstrap(LIMIT_NANOS).isPresent();
    cluster.loss(LOSS);
    Mistakes mistakes = new Mistakes(cluster, new BitSet());
    cluster.simulation().runFor(Duration.ofSeconds(seconds).toNanos());
    mistakes.end();
    return SlowGrid.Count.of(mistakes, formed);
  }
}
