package dev.dcore.bench;

import dev.dcore.bench.kv.KvFailed;
import dev.dcore.bench.kv.KvKind;
import dev.dcore.bench.kv.KvPlace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// `dcore bench kv`: our replicated store beside others, three processes each on this host, all
/// synced, all loaded in the same way.
///
/// All run at once, and are loaded in turns of a few seconds in an order that changes from round to
/// round, so that a machine that is slower for a while is so for all; a ratio is the median of the
/// ratios of the rounds.
final class Kv {
  private static final List<Integer> OUTSTANDING = List.of(1, 16, 64, 256, 1_000);
  private static final List<Integer> QUICK_OUTSTANDING = List.of(1, 256);
  private static final Set<KvKind> QUICK_PEERS = EnumSet.of(KvKind.ETCD);
  private static final int READS_OUTSTANDING = 256;
  private static final int VALUE_BYTES = 256;

  /// What `--quick` leaves out.
  static final List<String> SLOW =
      List.of(
          "16, 64 and 1,000 under way",
          "all peers but etcd",
          "syncs with 256 under way",
          "failover",
          "restart");

  private static final int ROUNDS = 7;
  private static final int QUICK_ROUNDS = 3;
  private static final Duration TURN = Duration.ofSeconds(3);
  private static final Duration QUICK_TURN = Duration.ofSeconds(1);

  private final KvPlace place;
  private final Set<KvKind> peers;
  private final Consumer<String> progress;

  /// @param peers beside ours; none for those that the kind of run has
  Kv(KvPlace place, Set<KvKind> peers, Consumer<String> progress) {
    this.place = place;
    this.peers = peers;
    this.progress = progress;
  }

  List<Row> quick() throws InterruptedException {
    return measure(
        peers.isEmpty() ? QUICK_PEERS : peers,
        QUICK_OUTSTANDING,
        QUICK_ROUNDS,
        QUICK_TURN,
        1,
        _ -> List.of());
  }

  List<Row> all() throws InterruptedException {
    Set<KvKind> all = EnumSet.complementOf(EnumSet.of(KvKind.DCORE));
    return measure(
        peers.isEmpty() ? all : peers,
        OUTSTANDING,
        ROUNDS,
        TURN,
        Integer.MAX_VALUE,
        new KvFailures(place, KvFailures.Extent.FULL, progress)::measure);
  }

  /// Rows that come after the load.
  @FunctionalInterface
  private interface After {
    List<Row> measure(List<KvContender> contenders) throws InterruptedException;
  }

  /// @param countedMax up to which load it is also counted what the servers do, which takes time
  private List<Row> measure(
      Set<KvKind> beside,
      List<Integer> outstanding,
      int rounds,
      Duration turn,
      int countedMax,
      After after)
      throws InterruptedException {
    List<KvContender> contenders = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    try {
      Set<KvKind> kinds = EnumSet.of(KvKind.DCORE);
      kinds.addAll(beside);
      for (KvKind kind : kinds) {
        progress.accept("a cluster of " + kind.title());
        KvContender contender = new KvContender(kind.system(place));
        contenders.add(contender);
        contender.start();
        progress.accept(
            contender.system().version() + "; syncs by " + contender.system().syncsCountedBy());
      }
      for (int each : outstanding) {
        String load = KvRows.writes(each);
        progress.accept(load);
        race(contenders, load, rounds, loader -> loader.write(each, turn));
        for (KvContender contender : each > countedMax ? List.<KvContender>of() : contenders) {
          contender.count(load, VALUE_BYTES, loader -> loader.write(each, turn));
        }
      }
      String reads = KvRows.reads(READS_OUTSTANDING);
      progress.accept(reads);
      race(contenders, reads, rounds, loader -> loader.read(READS_OUTSTANDING, turn));
      rows.addAll(new KvRows(contenders, outstanding).all(READS_OUTSTANDING));
      rows.addAll(after.measure(contenders));
    } catch (KvFailed e) {
      rows.add(
          Taken.failed(new BenchFailed(e.sentence(), e))
              .row(Figure.atLeast("replicated writes", "writes/s", Figure.NONE), null));
    } finally {
      contenders.forEach(KvContender::close);
    }
    return rows;
  }

  /// The one who begins is another in each round, and so is the direction.
  private static void race(
      List<KvContender> contenders, String load, int rounds, KvContender.Turn turn)
      throws InterruptedException {
    for (KvContender contender : contenders) {
      contender.warmUp(turn);
    }
    for (int round = 0; round < rounds; round++) {
      List<KvContender> order = new ArrayList<>(contenders);
      Collections.rotate(order, round);
      if (round % 2 == 1) {
        Collections.reverse(order);
      }
      for (KvContender contender : order) {
        contender.take(load, turn);
      }
    }
  }
}
