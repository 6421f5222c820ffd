package dev.dcore.bench;

import dev.dcore.bench.real.Board;
import dev.dcore.bench.real.Namespace;
import dev.dcore.bench.real.RealCluster;
import dev.dcore.bench.real.RealFailed;
import dev.dcore.bench.real.Seen;
import dev.dcore.bench.real.Traffic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Clusters of real agents, and of Serf's beside them: one after the other, each in a network
/// namespace of its own, so that what it sends can be counted and nothing else is.
final class RealMembership {
  /// What one course through a cluster's life is.
  ///
  /// @param losses how many are killed, and how many frozen, one after the other
  /// @param idle measured for so long; zero leaves it out
  private record Plan(int nodes, int losses, Duration settling, Duration idle) {}

  private static final List<Plan> ALL =
      List.of(
          new Plan(16, 3, Duration.ofSeconds(60), Duration.ofSeconds(60)),
          new Plan(64, 3, Duration.ofSeconds(60), Duration.ofSeconds(60)));

  private static final List<Plan> QUICK = List.of(new Plan(8, 1, Duration.ZERO, Duration.ZERO));

  private static final Duration LIMIT = Duration.ofSeconds(90);

  /// The first, which the others joined through, stays.
  private static final int FIRST_LOST = 3;

  private static final String NO_SERF = "serf was not measured beside it";

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double SECONDS_PER_MINUTE = 60;
  private static final double BYTES_PER_KB = 1_000;

  private final Path root;
  private final Path scratch;
  private final Consumer<String> progress;

  RealMembership(Dcore dcore, Consumer<String> progress) {
    this.root = dcore.root();
    this.scratch = dcore.scratch();
    this.progress = progress;
  }

  List<Row> quick() throws InterruptedException {
    return rows(QUICK);
  }

  List<Row> all() throws InterruptedException {
    return rows(ALL);
  }

  private List<Row> rows(List<Plan> plans) throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (Plan plan : plans) {
      Map<RealAspect, Taken> serf = course(RealContender.SERF, plan);
      Map<RealAspect, Taken> ours = course(RealContender.OURS, plan);
      ours.forEach(
          (aspect, taken) -> rows.add(beside(plan.nodes, aspect, taken, serf.get(aspect))));
    }
    return rows;
  }

  /// What could not be measured of Serf leaves a figure of ours without the comparison that it is
  /// for, which is an error.
  private static Row beside(int nodes, RealAspect aspect, Taken ours, @Nullable Taken serf) {
    Baseline baseline = serf == null ? null : serf.asBaseline("serf");
    String error = ours.error() != null || serf == null ? ours.error() : serf.error();
    if (error == null && baseline == null) {
      error = NO_SERF;
    }
    return new Taken(ours.samples(), error).row(aspect.figure(nodes, baseline), baseline);
  }

  /// Figures in the order in which they are measured; where one cannot be, nor can those after it.
  private Map<RealAspect, Taken> course(RealContender contender, Plan plan)
      throws InterruptedException {
    Map<RealAspect, Taken> taken = new EnumMap<>(RealAspect.class);
    String name = contender.name().toLowerCase(Locale.ROOT);
    progress.accept(plan.nodes + " real nodes of " + name);
    try (Namespace namespace = Namespace.make()) {
      Traffic traffic = new Traffic(namespace);
      RealContender.Begun begun =
          contender.begin(
              root, scratch.resolve("real-" + name + "-" + plan.nodes), namespace, plan.nodes);
      try (RealCluster cluster = begun.cluster()) {
        List<String> names = RealCluster.names(1, plan.nodes);
        long joined = cluster.awaitAllSeeAll(names, LIMIT);
        taken.put(RealAspect.JOIN, one(seconds(begun.boundNanos(), joined)));
        taken.putAll(idle(cluster, names, traffic, plan));
        List<String> left = new ArrayList<>(names);
        taken.put(RealAspect.KILLED, losses(cluster, left, "KILL", plan.losses));
        taken.put(RealAspect.FROZEN, losses(cluster, left, "STOP", plan.losses));
      }
    } catch (RealFailed e) {
      failRest(taken, plan, new BenchFailed(e.sentence(), e));
    } catch (BenchFailed e) {
      failRest(taken, plan, e);
    }
    return taken;
  }

  /// What was to be measured and was not has the reason in its place.
  private static void failRest(Map<RealAspect, Taken> taken, Plan plan, BenchFailed failure) {
    for (RealAspect aspect : RealAspect.values()) {
      if (!plan.idle.isZero() || !aspect.whileIdle()) {
        taken.putIfAbsent(aspect, Taken.failed(failure));
      }
    }
  }

  private static Map<RealAspect, Taken> idle(
      RealCluster cluster, List<String> names, Traffic traffic, Plan plan)
      throws RealFailed, BenchFailed, InterruptedException {
    if (plan.idle.isZero()) {
      return Map.of();
    }
    cluster.unwatch();
    Thread.sleep(plan.settling);
    long began = System.nanoTime();
    long bytes = traffic.bytesSent();
    List<Double> before = new ArrayList<>();
    for (String each : names) {
      before.add(Machine.cpuSeconds(cluster.pid(each)));
    }
    Thread.sleep(plan.idle);
    double seconds = seconds(began, System.nanoTime());
    double sent = (traffic.bytesSent() - bytes) / seconds / BYTES_PER_KB / names.size();
    List<Double> processor = new ArrayList<>();
    List<Double> memory = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      long pid = cluster.pid(names.get(i));
      processor.add((Machine.cpuSeconds(pid) - before.get(i)) / seconds * SECONDS_PER_MINUTE);
      memory.add(Machine.residentMib(pid));
    }
    cluster.watch();
    cluster.awaitAllSeeAll(names, LIMIT);
    Map<RealAspect, Taken> taken = new EnumMap<>(RealAspect.class);
    taken.put(RealAspect.PROCESSOR, one(new Samples(processor).mean()));
    taken.put(RealAspect.BYTES, one(sent));
    taken.put(RealAspect.MEMORY, new Taken(new Samples(memory), null));
    return taken;
  }

  /// @param left those who live; who is lost is taken out
  private static Taken losses(RealCluster cluster, List<String> left, String signal, int losses)
      throws RealFailed, InterruptedException {
    List<Double> seconds = new ArrayList<>();
    Board board = cluster.board();
    for (int i = 0; i < losses; i++) {
      cluster.awaitAllSeeAll(left, LIMIT);
      String lost = left.remove(FIRST_LOST);
      long began = System.nanoTime();
      cluster.signal(lost, signal);
      long seen =
          board.await(
              "all see " + lost + " dead",
              LIMIT,
              () -> board.allSee(left, List.of(lost), Seen.DEAD));
      seconds.add(seconds(began, seen));
      if (!signal.equals("KILL")) {
        cluster.signal(lost, "KILL");
      }
    }
    return new Taken(new Samples(seconds), null);
  }

  private static Taken one(double value) {
    return new Taken(new Samples(List.of(value)), null);
  }

  private static double seconds(long fromNanos, long toNanos) {
    return Math.max(0, toNanos - fromNanos) / NANOS_PER_SECOND;
  }
}
