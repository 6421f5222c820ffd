package dev.dcore.bench;

import dev.dcore.kernel.cluster.swim.SwimConfig;
import dev.dcore.sim.measure.MeasuredCluster;
import dev.dcore.sim.measure.Mistakes;
import dev.dcore.sim.measure.SlowNodes;
import dev.dcore.sim.runtime.ParallelSeeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Points of the grid on which Lifeguard was measured (Dadgar, Phillips, Currey 2017, arXiv
/// 1707.00788, section V): so many members block together for D, run for I, and so on for two
/// minutes. There it is 128 members of which up to a quarter are slow; in a larger cluster the
/// shares are the same.
///
/// @param nodes of the cluster
/// @param points all of it
record SlowGrid(int nodes, List<SlowNodes.Point> points) {
  /// In which the paper counts.
  static final int PAPER_NODES = 128;

  private static final long NANOS = Duration.ofMinutes(2).toNanos();
  private static final long LIMIT_NANOS = Duration.ofMinutes(2).toNanos();
  private static final long SETTLE_NANOS = Duration.ofSeconds(10).toNanos();

  SlowGrid {
    points = List.copyOf(points);
  }

  /// What was counted at one point.
  ///
  /// @param declarations false deaths in all views (FP)
  /// @param atHealthy of these, in views of members that were not slow (FP-)
  /// @param wronged how many members were declared dead somewhere
  /// @param unformed clusters that never had one view, so that the rest of it is worth nothing
  record Count(long declarations, long atHealthy, long suspicions, int wronged, int unformed) {
    static final Count NONE = new Count(0, 0, 0, 0, 0);

    static Count of(Mistakes mistakes, boolean formed) {
      return new Count(
          mistakes.declarations(),
          mistakes.atHealthy(),
          mistakes.suspicions(),
          mistakes.wronged(),
          formed ? 0 : 1);
    }

    /// Why it is worth nothing, or null.
    @Nullable String error(String whose) {
      return unformed == 0 ? null : unformed + " clusters of " + whose + " never formed";
    }

    Count plus(Count other) {
      return new Count(
          declarations + other.declarations,
          atHealthy + other.atHealthy,
          suspicions + other.suspicions,
          wronged + other.wronged,
          unformed + other.unformed);
    }
  }

  /// The paper's size, and of its values each second one or so, the extremes among them: of its C,
  /// 4, 8, 16 and 32, of its D, 128, 512, 2,048, 8,192, 16,384 and 32,768 ms, of its I, 1, 64,
  /// 1,024, 4,096 and 16,384 ms.
  static SlowGrid ofPaper() {
    return of(
        PAPER_NODES,
        List.of(4, 32),
        List.of(128, 2_048, 8_192, 32_768),
        List.of(1, 64, 1_024, 16_384));
  }

  /// Two points, in a cluster of another size.
  static SlowGrid coarse(int nodes) {
    return of(nodes, List.of(32), List.of(8_192), List.of(64, 4_096));
  }

  /// Where mistakes are made, but not by all at all times: what a curve needs.
  static SlowGrid forCurve() {
    return of(PAPER_NODES, List.of(8, 32), List.of(2_048, 8_192), List.of(64));
  }

  private static SlowGrid of(
      int nodes, List<Integer> members, List<Integer> blocked, List<Integer> running) {
    List<SlowNodes.Point> points = new ArrayList<>();
    for (int slow : members) {
      for (int blockedMillis : blocked) {
        for (int runningMillis : running) {
          int scaled = slow * nodes / PAPER_NODES;
          points.add(SlowNodes.Point.ofMillis(scaled, blockedMillis, runningMillis));
        }
      }
    }
    return new SlowGrid(nodes, points);
  }

  /// All C, D and I.
  String words() {
    return "C "
        + values(SlowNodes.Point::members)
        + ", D "
        + values(point -> millis(point.blockedNanos()))
        + " ms, I "
        + values(point -> millis(point.runningNanos()))
        + " ms";
  }

  private static long millis(long nanos) {
    return Duration.ofNanos(nanos).toMillis();
  }

  private String values(Function<SlowNodes.Point, Number> which) {
    return points.stream()
        .map(which)
        .distinct()
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  double nodeHours() {
    return points.size() * nodes * (NANOS / 3.6e12);
  }

  /// All points, each with a seed of its own, on all cores.
  List<Count> run(SwimConfig config) {
    return ParallelSeeds.run(
        ParallelSeeds.range(1, points.size()),
        seed -> count(config, seed, points.get((int) seed - 1)));
  }

  private Count count(SwimConfig config, long seed, SlowNodes.Point point) {
    MeasuredCluster cluster = new MeasuredCluster(seed, nodes, config);
    boolean formed = cluster.bootstrap(LIMIT_NANOS).isPresent();
    cluster.simulation().runFor(SETTLE_NANOS);
    return Count.of(new SlowNodes(cluster, point).run(NANOS), formed);
  }
}
