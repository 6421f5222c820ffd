package dev.dcore.bench;

import dev.dcore.sim.measure.MeasuredCluster;
import dev.dcore.sim.measure.Traffic;
import dev.dcore.sim.runtime.ParallelSeeds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a node sends that has nothing to tell, in clusters of several sizes.
final class IdleRows {
  private static final double TARGET = 250;
  private static final List<Integer> SIZES = List.of(16, 64, 256);
  private static final List<Contender> ALL = List.of(Contender.values());
  private static final long BOOTSTRAP_NANOS = Duration.ofMinutes(5).toNanos();
  private static final long SETTLE_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long NANOS = Duration.ofMinutes(5).toNanos();

  /// @param bytes sent by a node in a second
  private record Idle(double bytes, boolean formed) {}

  private IdleRows() {}

  /// The sizes beside that of the other rows.
  static List<Compared> measure() {
    int each = ALL.size();
    List<Idle> measured =
        ParallelSeeds.run(
            ParallelSeeds.range(0, SIZES.size() * each),
            at -> idle(ALL.get((int) at % each), at, SIZES.get((int) at / each)));
    return IntStream.range(0, SIZES.size())
        .mapToObj(
            size -> {
              List<Idle> of = measured.subList(size * each, (size + 1) * each);
              Samples ours = new Samples(List.of(of.getFirst().bytes));
              long unformed = of.stream().filter(idle -> !idle.formed).count();
              @Nullable String error =
                  unformed == 0 ? null : unformed + " of " + each + " clusters never formed";
              return row(SIZES.get(size), ours, of.get(1).bytes, of.get(2).bytes, null, error);
            })
        .toList();
  }

  private static Idle idle(Contender contender, long seed, int nodes) {
    MeasuredCluster cluster = new MeasuredCluster(seed, nodes, contender.config());
    boolean formed = cluster.bootstrap(BOOTSTRAP_NANOS).isPresent();
    cluster.simulation().runFor(SETTLE_NANOS);
    return new Idle(Traffic.over(cluster, NANOS).bytes() / (nodes * NANOS / 1e9), formed);
  }

  /// @param streams how much of it are streams, or null when that is not known
  /// @param error why it is not to be trusted, or null
  static Compared row(
      int nodes,
      Samples ours,
      @Nullable Double swim,
      @Nullable Double memberlist,
      @Nullable Double streams,
      @Nullable String error) {
    Figure figure = Figure.atMost("idle, sent by a node, " + nodes + " nodes", "bytes/s", TARGET);
    Map<String, Object> more =
        streams == null ? Map.of() : Map.of("ofTheseStreams", Row.rounded(streams));
    return new Compared(
        new Row(figure, ours, Statistic.MEDIAN, null, more, error),
        ours.count(),
        swim,
        memberlist,
        null);
  }
}
