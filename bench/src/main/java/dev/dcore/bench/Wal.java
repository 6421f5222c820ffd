package dev.dcore.bench;

import dev.dcore.io.persistence.WriteAheadLog;
import dev.dcore.kernel.persistence.log.LogConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// `dcore bench wal`: the write-ahead log beside what the raw disk allows, and beside RocksDB with
/// synced writes.
///
/// All of them run in turns, a fraction of a second each, in an order that alternates, so that a
/// disk that is slower for a while is so for all; a figure's ratio is the median of the ratios of
/// the rounds.
final class Wal {
  private static final List<Integer> OUTSTANDING = List.of(1, 16, 256, 1_000);
  private static final List<Integer> OF_ROCKS = List.of(16, 256);
  private static final int ROUNDS = 15;
  private static final int QUICK_ROUNDS = 7;
  private static final long TURN_NANOS = Duration.ofMillis(400).toNanos();
  private static final long QUICK_TURN_NANOS = Duration.ofMillis(200).toNanos();
  private static final double RAW_SHARE = 0.9;
  private static final double HANDED_OFF_RATIO = 1.2;
  private static final double ROCKS_RATIO = 1.5;
  private static final double WRITTEN_RATIO = 1.1;

  private final Path directory;
  private final Consumer<String> progress;

  /// One round at one load.
  ///
  /// @param handedOff null but for one outstanding
  /// @param rocks null where it is not compared
  private record Round(
      WalLoad.Run ours, Latencies raw, @Nullable Latencies handedOff, @Nullable Latencies rocks) {
    double recordsPerSecond() {
      return ours.latencies().perSecond();
    }

    double syncsOfRaw() {
      return recordsPerSecond() / ours.perSync() / raw.perSecond();
    }
  }

  Wal(Path directory, Consumer<String> progress) {
    this.directory = directory;
    this.progress = progress;
  }

  List<Row> quick() throws InterruptedException {
    return appends(QUICK_ROUNDS, QUICK_TURN_NANOS);
  }

  List<Row> all() throws InterruptedException {
    List<Row> rows = new ArrayList<>(appends(ROUNDS, TURN_NANOS));
    rows.addAll(new WalRecovery(directory, progress).measure());
    return rows;
  }

  private List<Row> appends(int rounds, long nanos) throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    try (RawDisk raw = new RawDisk(directory.resolve("raw"));
        RocksLog rocks = RocksLog.open(directory.resolve("rocks"));
        WriteAheadLog log = WriteAheadLog.open(directory.resolve("log"), LogConfig.DEFAULT)) {
      for (int outstanding : OUTSTANDING) {
        progress.accept(outstanding + " appends under way");
        List<Round> measured = new ArrayList<>();
        WalLoad load = new WalLoad(outstanding);
        // The first warms up: it compiles, and fills the system's caches.
        int bytes = load.run(log, nanos).bytesPerSync();
        for (int i = 0; i < rounds; i++) {
          Round round = round(load, log, raw, rocks, bytes, nanos, i % 2 == 0);
          measured.add(round);
          bytes = round.ours.bytesPerSync();
        }
        addRows(rows, outstanding, measured);
      }
    } catch (IOException e) {
      BenchFailed failed = new BenchFailed(String.valueOf(e.getMessage()), e);
      rows.add(Taken.failed(failed).row(Figure.atLeast("appends", "records/s", Figure.NONE), null));
    }
    return rows;
  }

  private static Round round(
      WalLoad load,
      WriteAheadLog log,
      RawDisk raw,
      RocksLog rocks,
      int bytesPerSync,
      long nanos,
      boolean rawFirst)
      throws IOException, InterruptedException {
    boolean single = load.outstanding() == 1;
    Latencies first = rawFirst ? raw.run(bytesPerSync, nanos) : null;
    Latencies handedOff = single && rawFirst ? raw.runHandedOff(bytesPerSync, nanos) : null;
    WalLoad.Run ours = load.run(log, nanos);
    if (single && !rawFirst) {
      handedOff = raw.runHandedOff(bytesPerSync, nanos);
    }
    Latencies limit = first == null ? raw.run(bytesPerSync, nanos) : first;
    boolean compared = OF_ROCKS.contains(load.outstanding());
    Latencies other = compared ? rocks.run(load.outstanding(), nanos) : null;
    return new Round(ours, limit, handedOff, other);
  }

  private static void addRows(List<Row> rows, int outstanding, List<Round> rounds) {
    String of = ", " + outstanding + " under way";
    double rawRate = samples(rounds, r -> r.raw.perSecond() * r.ours.perSync()).median();
    rows.add(
        row(
            Figure.atLeast("appends" + of, "records/s", Figure.NONE),
            samples(rounds, Round::recordsPerSecond),
            new Baseline("raw, as many bytes a sync", rawRate)));
    rows.add(
        row(
            Figure.atLeast(
                "appends ÷ raw, as many bytes a sync" + of,
                "ratio",
                outstanding == 1_000 ? RAW_SHARE : Figure.NONE),
            samples(rounds, Round::syncsOfRaw),
            null));
    rows.add(
        row(
            Figure.atMost("append, p50" + of, "µs", Figure.NONE),
            samples(rounds, r -> r.ours.latencies().quantile(0.5)),
            new Baseline("raw", samples(rounds, r -> r.raw.quantile(0.5)).median())));
    rows.add(
        row(
            Figure.atMost("append, p99" + of, "µs", Figure.NONE),
            samples(rounds, r -> r.ours.latencies().quantile(0.99)),
            new Baseline("raw", samples(rounds, r -> r.raw.quantile(0.99)).median())));
    rows.add(
        row(
            Figure.atMost("syncs a record" + of, "syncs", Figure.NONE),
            samples(rounds, r -> 1 / r.ours.perSync()),
            null));
    rows.add(
        row(
            Figure.atMost(
                "bytes written ÷ payload" + of,
                "ratio",
                outstanding == 1_000 ? WRITTEN_RATIO : Figure.NONE),
            samples(
                rounds,
                r -> (double) r.ours.counts().writtenBytes() / r.ours.counts().payloadBytes()),
            null));
    if (rounds.getFirst().handedOff != null) {
      rows.add(
          row(
              Figure.atMost("append, p50 ÷ raw behind a hand-off" + of, "ratio", HANDED_OFF_RATIO),
              samples(
                  rounds,
                  r -> r.ours.latencies().quantile(0.5) / present(r.handedOff).quantile(0.5)),
              null));
    }
    if (rounds.getFirst().rocks != null) {
      rows.add(
          row(
              Figure.atLeast("appends ÷ RocksDB, synced" + of, "ratio", ROCKS_RATIO),
              samples(rounds, r -> r.recordsPerSecond() / present(r.rocks).perSecond()),
              null));
    }
  }

  private static Latencies present(@Nullable Latencies measured) {
    if (measured == null) {
      throw new IllegalStateException("it is measured in every round or in none");
    }
    return measured;
  }

  private static Samples samples(List<Round> rounds, ToDoubleFunction<Round> of) {
    return new Samples(rounds.stream().mapToDouble(of).boxed().toList());
  }

  static Row row(Figure figure, Samples samples, @Nullable Baseline baseline) {
    return new Row(figure, samples, baseline, Map.of(), null);
  }
}
