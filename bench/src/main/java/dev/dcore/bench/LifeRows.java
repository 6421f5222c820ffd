package dev.dcore.bench;

import dev.dcore.kernel.cluster.swim.ProbeConfig;
import dev.dcore.kernel.cluster.swim.SwimConfig;
import dev.dcore.sim.measure.CrashDetection;
import dev.dcore.sim.measure.UpdateSpread;
import dev.dcore.sim.runtime.ParallelSeeds;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rows that one cluster after another gives: it forms, idles, is told updates, and loses
/// machines.
final class LifeRows {
  private static final double NANOS = 1e9;
  private static final String NOTHING = "nothing was measured";

  private final int nodes;
  private final Map<Contender, List<Life>> lives;

  private LifeRows(int nodes, Map<Contender, List<Life>> lives) {
    this.nodes = nodes;
    this.lives = lives;
  }

  /// Runs all seeds of all, on all cores.
  ///
  /// @param plans for each that takes part, one plan a seed
  /// @param progress told of each that is done
  static LifeRows measure(
      int nodes, Map<Contender, List<Life.Plan>> plans, Consumer<String> progress) {
    List<Contender> who = new ArrayList<>();
    List<Life.Plan> what = new ArrayList<>();
    plans.forEach(
        (contender, each) -> {
          each.forEach(_ -> who.add(contender));
          what.addAll(each);
        });
    List<Life> measured =
        ParallelSeeds.run(
            ParallelSeeds.range(0, who.size()),
            at -> {
              Contender contender = who.get((int) at);
              Life life = Life.measure(contender.config(), at + 1, what.get((int) at));
              progress.accept("measured a cluster of " + contender.word());
              return life;
            });
    Map<Contender, List<Life>> lives = new EnumMap<>(Contender.class);
    for (int i = 0; i < who.size(); i++) {
      lives.computeIfAbsent(who.get(i), _ -> new ArrayList<>()).add(measured.get(i));
    }
    return new LifeRows(nodes, lives);
  }

  List<Compared> rows() {
    List<Compared> rows = new ArrayList<>();
    rows.add(bootstrap());
    rows.addAll(detection());
    rows.addAll(updates("0 %", 0, 9, Life::updates));
    rows.addAll(updates("25 %", Life.LOSS, 11, Life::lossyUpdates));
    rows.add(completed());
    rows.add(idle());
    return rows.stream().filter(LifeRows::says).toList();
  }

  /// Whether there are samples enough for what it claims.
  private static boolean says(Compared each) {
    Row row = each.row();
    return row.failed()
        ? !NOTHING.equals(row.error())
        : row.samples().count() >= row.statistic().samplesMin();
  }

  private Compared bootstrap() {
    return row(
        Figure.atMost("bootstrap through one seed, " + nodes + " nodes", "s", 15),
        Statistic.MEDIAN,
        life -> Stream.of(seconds(life.bootstrapNanos().orElse(Long.MAX_VALUE))),
        null,
        Map.of());
  }

  private List<Compared> detection() {
    SwimConfig config = Contender.OURS.config();
    double period = config.probe().periodNanos() / NANOS;
    double fails = failSeconds(Contender.OURS);
    Says suspected = crashes(LifeRows::suspected);
    double unit = finiteMean(Contender.SWIM, suspected);
    Map<String, Object> seconds = new LinkedHashMap<>();
    for (Contender each : lives.keySet()) {
      double mean = finiteMean(each, suspected);
      if (!Double.isNaN(mean)) {
        seconds.put(each.word() + "Seconds", Row.rounded(mean));
      }
    }
    if (!Double.isNaN(unit)) {
      Samples compared = samples(Contender.SWIM, suspected);
      Interval sure = Interval.of(compared.sorted());
      seconds.put("swimSecondsLow", Row.rounded(sure.low()));
      seconds.put("swimSecondsHigh", Row.rounded(sure.high()));
      seconds.put("swimRuns", compared.count());
    }
    return List.of(
        row(
            Figure.atMost("crash to first suspicion ÷ plain SWIM", "×", 0.75),
            Statistic.MEAN,
            crashes(sample -> suspected(sample) / unit),
            Theory.scheduledMeanSeconds(period, fails)
                / Theory.randomMeanSeconds(period, failSeconds(Contender.SWIM)),
            seconds),
        row(
            Figure.atMost("crash to first suspicion", "s", 2 * period + fails),
            Statistic.P999,
            suspected,
            Theory.scheduledMaxSeconds(period, fails),
            Map.of(
                "targetIs",
                "2 periods and what a probe takes from its start until it has failed, "
                    + Row.number(Row.rounded(fails))
                    + " s: a direct ping, then relays")),
        row(
            Figure.atMost("crash until all know", "s", 6),
            Statistic.P99,
            crashes(sample -> seconds(sample.allKnowNanos())),
            null,
            Map.of()));
  }

  /// NaN where nothing was measured, or something never happened.
  private double finiteMean(Contender contender, Says what) {
    @Nullable Double mean = value(contender, Statistic.MEAN, what);
    return mean == null || mean.isInfinite() ? Double.NaN : mean;
  }

  /// From a probe's start until it has failed: directly, then through relays.
  private static double failSeconds(Contender contender) {
    ProbeConfig probe = contender.config().probe();
    return (probe.timeoutNanos() + probe.indirectNanos()) / NANOS;
  }

  private List<Compared> updates(
      String loss, double share, double target, Function<Life, List<UpdateSpread.Sample>> which) {
    SwimConfig config = Contender.OURS.config();
    String name = "an update reaches all, " + loss + " loss";
    return List.of(
        row(
            Figure.atMost(name, "rounds", target),
            Statistic.MEDIAN,
            (life, contender) ->
                which.apply(life).stream()
                    .map(
                        sample ->
                            seconds(sample.allKnowNanos())
                                * NANOS
                                / contender.config().gossip().periodNanos()),
            Theory.gossipRounds(nodes, config.gossip().fanout(), share),
            share == 0
                ? Map.of()
                : Map.of("lossIs", "of datagrams, from the update until all know it")),
        row(
            Figure.atMost(name + ", sends of a node", "sends", 12),
            Statistic.MAX,
            life -> which.apply(life).stream().map(sample -> (double) sample.sendsMax()),
            null,
            sends(which)));
  }

  /// Beside the most that a node sent: the mean, and what anti-entropy sent of all updates.
  private Map<String, Object> sends(Function<Life, List<UpdateSpread.Sample>> which) {
    List<UpdateSpread.Sample> all =
        lives.getOrDefault(Contender.OURS, List.of()).stream()
            .flatMap(life -> which.apply(life).stream())
            .toList();
    if (all.isEmpty()) {
      return Map.of();
    }
    double mean = all.stream().mapToDouble(UpdateSpread.Sample::sendsMean).average().orElseThrow();
    long reconciled = all.stream().mapToLong(UpdateSpread.Sample::reconciled).sum();
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("mean", Row.rounded(mean));
    more.put("framesOfReconciliationInAll", reconciled);
    return more;
  }

  private Compared completed() {
    return row(
        Figure.atMost("an update reaches all, 25 % loss, longest", "s", 60),
        Statistic.MAX,
        life -> life.lossyUpdates().stream().map(sample -> seconds(sample.allKnowNanos())),
        null,
        Map.of());
  }

  private Compared idle() {
    double streams =
        Statistic.MEAN.of(samples(Contender.OURS, (life, _) -> Stream.of(life.idleStreamBytes())));
    Samples ours = samples(Contender.OURS, (life, _) -> Stream.of(life.idleBytes()));
    return IdleRows.row(
        nodes,
        ours,
        value(Contender.SWIM, Statistic.MEDIAN, (life, _) -> Stream.of(life.idleBytes())),
        value(Contender.MEMBERLIST, Statistic.MEDIAN, (life, _) -> Stream.of(life.idleBytes())),
        streams,
        error(ours, ours.count()));
  }

  /// What one life says, for one contender.
  private interface Says {
    Stream<Double> of(Life life, Contender contender);
  }

  private static Says crashes(ToDoubleFunction<CrashDetection.Sample> what) {
    return (life, _) -> life.crashes().stream().map(what::applyAsDouble);
  }

  private static double suspected(CrashDetection.Sample sample) {
    return seconds(sample.suspectedNanos());
  }

  private static double seconds(long nanos) {
    return nanos == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : nanos / NANOS;
  }

  private Compared row(
      Figure figure,
      Statistic statistic,
      Function<Life, Stream<Double>> what,
      @Nullable Double theory,
      Map<String, Object> more) {
    return row(figure, statistic, (life, _) -> what.apply(life), theory, more);
  }

  private Compared row(
      Figure figure,
      Statistic statistic,
      Says what,
      @Nullable Double theory,
      Map<String, Object> more) {
    Samples ours = samples(Contender.OURS, what);
    Samples finite = new Samples(ours.sorted().stream().filter(Double::isFinite).toList());
    return new Compared(
        new Row(figure, finite, statistic, null, more, error(ours, finite.count())),
        lives.getOrDefault(Contender.OURS, List.of()).size(),
        value(Contender.SWIM, statistic, what),
        value(Contender.MEMBERLIST, statistic, what),
        theory);
  }

  /// What was measured on a cluster that never formed says nothing either.
  private @Nullable String error(Samples ours, int finite) {
    if (ours.isEmpty()) {
      return NOTHING;
    }
    if (finite < ours.count()) {
      return (ours.count() - finite) + " of " + ours.count() + " never did, or had no comparison";
    }
    List<Life> all = lives.getOrDefault(Contender.OURS, List.of());
    long unformed = all.stream().filter(life -> life.bootstrapNanos().isEmpty()).count();
    return unformed == 0 ? null : unformed + " of " + all.size() + " clusters never formed";
  }

  private @Nullable Double value(Contender contender, Statistic statistic, Says what) {
    Samples samples = samples(contender, what);
    return samples.count() < statistic.samplesMin() ? null : statistic.of(samples);
  }

  private Samples samples(Contender contender, Says what) {
    return new Samples(
        lives.getOrDefault(contender, List.of()).stream()
            .flatMap(life -> what.of(life, contender))
            .toList());
  }
}
