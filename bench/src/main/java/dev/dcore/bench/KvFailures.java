package dev.dcore.bench;

import dev.dcore.bench.kv.KvFailed;
import dev.dcore.bench.kv.KvKind;
import dev.dcore.bench.kv.KvLoader;
import dev.dcore.bench.kv.KvMeasured;
import dev.dcore.bench.kv.KvPlace;
import dev.dcore.bench.kv.KvSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How soon writes go on after the leader was killed, and after all were, with a large log; ours
/// and etcd's, in turns.
final class KvFailures {
  private static final double P50_SECONDS = 1;
  private static final double P99_SECONDS = 2;
  private static final double RESTART_RATIO = 3;
  private static final double NANOS_PER_SECOND = 1e9;

  /// Of writes that go well before the leader is killed.
  private static final Duration QUIET = Duration.ofMillis(500);

  /// Until one that came back has what it missed.
  private static final Duration SETTLING = Duration.ofSeconds(2);

  private static final int LOG_VALUE_BYTES = 16 << 10;

  /// How much is done.
  ///
  /// @param kills of a leader
  /// @param restarts with a cold and with a warm page cache each
  /// @param logBytes of values before the first restart
  record Extent(int kills, int restarts, long logBytes) {
    static final Extent FULL = new Extent(30, 5, 1 << 30);

    int logWrites() {
      return (int) (logBytes / LOG_VALUE_BYTES);
    }
  }

  /// 16 MiB of state: a restart is to be that of the log.
  private static final int LOG_KEYS = 1_000;

  private static final Duration EVICT_MAX = Duration.ofSeconds(60);

  private final KvPlace place;
  private final Extent extent;
  private final Consumer<String> progress;

  KvFailures(KvPlace place, Extent extent, Consumer<String> progress) {
    this.place = place;
    this.extent = extent;
    this.progress = progress;
  }

  /// @param contenders those that run; ours first
  List<Row> measure(List<KvContender> contenders) throws InterruptedException {
    List<KvContender> both =
        contenders.stream()
            .filter(each -> each.system().kind() == KvKind.DCORE || isEtcd(each))
            .toList();
    List<Row> rows = new ArrayList<>(failover(both));
    rows.addAll(restart(both));
    return rows;
  }

  private List<Row> failover(List<KvContender> both) throws InterruptedException {
    progress.accept("failover, " + extent.kills + " times");
    List<Taken> taken = new ArrayList<>();
    List<List<Double>> seconds = new ArrayList<>();
    both.forEach(_ -> seconds.add(new ArrayList<>()));
    for (int i = 0; i < extent.kills; i++) {
      for (int who = 0; who < both.size(); who++) {
        KvSystem system = both.get(who).system();
        List<Double> own = seconds.get(who);
        both.get(who).attempt(() -> own.add(killLeader(system)));
      }
    }
    for (int who = 0; who < both.size(); who++) {
      taken.add(new Taken(new Samples(seconds.get(who)), both.get(who).error()));
    }
    Samples etcd = taken.size() > 1 ? taken.get(1).samples() : new Samples(List.of());
    return List.of(
        failoverRow("p50", P50_SECONDS, taken.getFirst(), etcd, Statistic.MEDIAN),
        failoverRow("p99", P99_SECONDS, taken.getFirst(), etcd, Statistic.P99));
  }

  private static Row failoverRow(
      String what, double target, Taken ours, Samples etcd, Statistic statistic) {
    return new Row(
        Figure.atMost("writes go on after kill -9 of the leader, " + what, "s", target),
        ours.samples(),
        statistic,
        etcd.isEmpty() ? null : new Baseline("etcd", statistic.of(etcd)),
        Map.of(),
        noneIs("no leader was killed", ours));
  }

  private static double killLeader(KvSystem system) throws KvFailed, InterruptedException {
    // The client may know all, and find the new leader by itself.
    try (KvLoader loader = system.loader(List.of(0, 1, 2))) {
      loader.beginFailover();
      Thread.sleep(QUIET);
      int leader = system.leader();
      long killed = System.nanoTime();
      system.kill(leader);
      double seconds = loader.endFailover(killed).toNanos() / NANOS_PER_SECOND;
      system.start();
      Thread.sleep(SETTLING);
      return seconds;
    }
  }

  private List<Row> restart(List<KvContender> both) throws InterruptedException {
    List<List<Double>> cold = new ArrayList<>();
    List<List<Double>> warm = new ArrayList<>();
    for (KvContender each : both) {
      progress.accept("1 GiB of log: " + each.title());
      each.attempt(() -> fill(each.system()));
      cold.add(new ArrayList<>());
      warm.add(new ArrayList<>());
    }
    progress.accept(
        "restart, " + extent.restarts + " times with a cold and with a warm page cache");
    for (int i = 0; i < extent.restarts; i++) {
      for (int who = 0; who < both.size(); who++) {
        KvSystem system = both.get(who).system();
        List<Double> ownCold = cold.get(who);
        List<Double> ownWarm = warm.get(who);
        both.get(who).attempt(() -> ownCold.add(restart(system, true)));
        both.get(who).attempt(() -> ownWarm.add(restart(system, false)));
      }
    }
    return List.of(restartRow("cold", both, cold), restartRow("warm", both, warm));
  }

  private static Row restartRow(String cache, List<KvContender> both, List<List<Double>> seconds) {
    List<Double> ratios = new ArrayList<>();
    List<Double> ours = seconds.getFirst();
    List<Double> others = seconds.size() > 1 ? seconds.get(1) : List.of();
    for (int i = 0; i < Math.min(ours.size(), others.size()); i++) {
      ratios.add(others.get(i) / ours.get(i));
    }
    Map<String, Object> more =
        ours.isEmpty() || others.isEmpty()
            ? Map.of()
            : Map.of(
                "oursSeconds", Row.rounded(new Samples(ours).median()),
                "etcdSeconds", Row.rounded(new Samples(others).median()));
    String errors = Row.errors("; ", both.stream().map(KvContender::error).toArray(String[]::new));
    return new Row(
        Figure.atLeast("restart with 1 GiB of log, faster than etcd, " + cache, "×", RESTART_RATIO),
        new Samples(ratios),
        null,
        more,
        errors == null && ratios.isEmpty() ? "nothing was restarted beside etcd" : errors);
  }

  private void fill(KvSystem system) throws KvFailed, BenchFailed, InterruptedException {
    try (KvLoader loader = system.loader(List.of(system.leader()))) {
      KvMeasured filled = loader.fill(extent.logWrites(), LOG_KEYS, LOG_VALUE_BYTES);
      if (filled.errors() > 0) {
        throw new BenchFailed(
            filled.errors() + " writes of the large log failed: " + filled.firstError());
      }
    }
  }

  /// From the start of the three processes until a write has succeeded.
  private double restart(KvSystem system, boolean cold)
      throws KvFailed, BenchFailed, InterruptedException {
    try (KvLoader loader = system.loader(List.of(0, 1, 2))) {
      loader.beginFailover();
      Thread.sleep(QUIET);
      for (int node = 0; node < KvSystem.NODES; node++) {
        system.kill(node);
      }
      if (cold) {
        evict(system.kind());
      }
      long begun = System.nanoTime();
      system.start();
      return loader.endFailover(begun).toNanos() / NANOS_PER_SECOND;
    }
  }

  /// Takes what is on the disk out of memory, file by file, which needs no rights.
  private void evict(KvKind kind) throws BenchFailed, InterruptedException {
    try (Stream<Path> files = Files.walk(place.home(kind))) {
      List<String> command =
          List.of("sh", "-c", "sync; for f; do dd if=\"$f\" iflag=nocache count=0; done", "sh");
      List<String> words = new ArrayList<>(command);
      files.filter(Files::isRegularFile).map(Path::toString).forEach(words::add);
      Process evicting =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!evicting.waitFor(EVICT_MAX.toSeconds(), TimeUnit.SECONDS) || evicting.exitValue() != 0) {
        evicting.destroyForcibly();
        throw new BenchFailed("the page cache cannot be emptied with dd");
      }
    } catch (IOException e) {
      throw new BenchFailed("the page cache cannot be emptied: " + e.getMessage(), e);
    }
  }

  private static boolean isEtcd(KvContender contender) {
    return contender.system().kind() == KvKind.ETCD;
  }

  private static @Nullable String noneIs(String words, Taken taken) {
    return taken.error() == null && taken.samples().isEmpty() ? words : taken.error();
  }
}
