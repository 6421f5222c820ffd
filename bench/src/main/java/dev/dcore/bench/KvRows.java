package dev.dcore.bench;

import dev.dcore.bench.kv.KvKind;
import dev.dcore.bench.kv.KvMeasured;
import dev.dcore.cli.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The rows of what was raced: each store's own, then ours by each other's.
///
/// @param contenders ours first
/// @param outstanding the loads
record KvRows(List<KvContender> contenders, List<Integer> outstanding) {
  private static final int LARGE = 256;
  private static final double NONE = Figure.NONE;
  private static final double WRITES_RATIO = 2;
  private static final double WRITES_RATIO_OTHERS = 1.5;
  private static final double P50_RATIO = 0.7;
  private static final double READS_RATIO = 2;
  private static final double SYNCS_OF_ONE = 3.15;
  private static final double NANOS_PER_MICRO = 1e3;

  /// What the table shows of each row beside its value, by the name in JSON.
  private static final Map<String, String> COLUMNS = columns();

  static String writes(int outstanding) {
    return "writes, " + outstanding + " under way";
  }

  static String reads(int outstanding) {
    return "linearizable reads, " + outstanding + " under way";
  }

  List<Row> all(int readsOutstanding) {
    List<Row> rows = new ArrayList<>();
    for (int each : outstanding) {
      String load = writes(each);
      contenders.forEach(contender -> rows.add(own(contender, load)));
      for (KvContender peer : peers()) {
        rows.add(rates(peer, load, each < LARGE ? NONE : writesTarget(peer)));
      }
      etcd().ifPresent(etcd -> addBesideEtcd(rows, etcd, each));
    }
    String reads = reads(readsOutstanding);
    contenders.forEach(contender -> rows.add(own(contender, reads)));
    for (KvContender peer : peers()) {
      rows.add(rates(peer, reads, isEtcd(peer) ? READS_RATIO : NONE));
    }
    return rows;
  }

  private void addBesideEtcd(List<Row> rows, KvContender etcd, int each) {
    String load = writes(each);
    if (each == 1) {
      rows.add(
          ratio(
              Figure.atMost("p50 ÷ etcd: " + load, "ratio", P50_RATIO),
              etcd,
              load,
              KvMeasured::p50Nanos));
      rows.add(syncs(Figure.atMost("cluster syncs: " + load, "syncs", SYNCS_OF_ONE), etcd, load));
    } else if (etcd.counted(load) != null) {
      // What etcd needs is what ours may need, so the target is of this run.
      KvContender.Counted counted = etcd.counted(load);
      double target = counted == null ? NONE : Row.rounded(counted.clusterSyncs());
      rows.add(syncs(Figure.atMost("cluster syncs: " + load, "syncs", target), etcd, load));
    }
  }

  private KvContender ours() {
    return contenders.getFirst();
  }

  private List<KvContender> peers() {
    return contenders.subList(1, contenders.size());
  }

  private Optional<KvContender> etcd() {
    return peers().stream().filter(KvRows::isEtcd).findFirst();
  }

  private static boolean isEtcd(KvContender contender) {
    return contender.system().kind() == KvKind.ETCD;
  }

  private static double writesTarget(KvContender peer) {
    return isEtcd(peer) || peer.system().kind() == KvKind.RATIS
        ? WRITES_RATIO
        : WRITES_RATIO_OTHERS;
  }

  private static Row own(KvContender contender, String load) {
    List<KvMeasured> turns = contender.turns(load);
    Map<String, Object> more = new LinkedHashMap<>();
    if (!turns.isEmpty()) {
      more.put("p50Micros", median(turns, KvMeasured::p50Nanos));
      more.put("p99Micros", median(turns, KvMeasured::p99Nanos));
      more.put("errors", turns.stream().mapToLong(KvMeasured::errors).sum());
    }
    KvContender.Counted counted = contender.counted(load);
    if (counted != null) {
      more.put("syncsPerWrite", counted.syncs().stream().map(Row::rounded).toList());
      more.put("writtenPerPayload", Row.rounded(counted.writtenPerPayload()));
    }
    return new Row(
        Figure.atLeast(load + ": " + contender.title(), "operations/s", NONE),
        samples(turns, KvMeasured::perSecond),
        null,
        more,
        error(contender, load));
  }

  private Row rates(KvContender peer, String load, double target) {
    return ratio(
        Figure.atLeast("ours ÷ " + peer.title() + ": " + load, "ratio", target),
        peer,
        load,
        KvMeasured::perSecond);
  }

  /// Round by round.
  private Row ratio(Figure figure, KvContender peer, String load, ToDoubleFunction<KvMeasured> of) {
    List<KvMeasured> ours = ours().turns(load);
    List<KvMeasured> others = peer.turns(load);
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < Math.min(ours.size(), others.size()); round++) {
      ratios.add(of.applyAsDouble(ours.get(round)) / of.applyAsDouble(others.get(round)));
    }
    return new Row(
        figure,
        new Samples(ratios),
        null,
        Map.of(),
        Row.errors("; ", error(ours(), load), error(peer, load)));
  }

  /// The nodes' together.
  private Row syncs(Figure figure, KvContender etcd, String load) {
    KvContender.Counted mine = ours().counted(load);
    KvContender.Counted others = etcd.counted(load);
    return new Row(
        figure,
        new Samples(mine == null ? List.of() : List.of(mine.clusterSyncs())),
        others == null ? null : new Baseline("etcd", others.clusterSyncs()),
        Map.of(),
        Row.errors("; ", error(ours(), load), error(etcd, load)));
  }

  private static @Nullable String error(KvContender contender, String load) {
    String out = contender.error();
    if (out != null) {
      return contender.title() + ": " + out;
    }
    List<KvMeasured> turns = contender.turns(load);
    long errors = turns.stream().mapToLong(KvMeasured::errors).sum();
    return errors == 0
        ? turns.isEmpty() ? contender.title() + " was not measured" : null
        : contender.title()
            + ": "
            + errors
            + " operations failed, "
            + turns.stream()
                .map(KvMeasured::firstError)
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse("");
  }

  private static double median(List<KvMeasured> turns, ToDoubleFunction<KvMeasured> nanos) {
    return Row.rounded(samples(turns, nanos).median() / NANOS_PER_MICRO);
  }

  private static Samples samples(List<KvMeasured> turns, ToDoubleFunction<KvMeasured> of) {
    return new Samples(turns.stream().mapToDouble(of).boxed().toList());
  }

  /// What all rows print for people.
  static String table(List<Row> rows) {
    List<List<String>> cells = new ArrayList<>();
    List<String> heads = new ArrayList<>(List.of("FIGURE", "VALUE", "UNIT", "RUNS", "MIN", "MAX"));
    heads.addAll(COLUMNS.values());
    heads.addAll(List.of("TARGET", "MET"));
    cells.add(heads);
    for (Row row : rows) {
      Map<String, @Nullable Object> fields = row.fields();
      List<String> line = new ArrayList<>(List.of(row.figure().name()));
      line.add(Output.orDash(fields.get("value")));
      line.add(row.figure().unit());
      line.add(String.valueOf(row.samples().count()));
      line.add(Output.orDash(fields.get("min")));
      line.add(Output.orDash(fields.get("max")));
      COLUMNS.keySet().forEach(name -> line.add(Output.orDash(fields.get(name))));
      line.addAll(List.of(row.figure().targetWords(), row.metWords()));
      cells.add(line);
    }
    StringBuilder text = new StringBuilder(Output.table(cells));
    for (Row row : rows) {
      if (row.error() != null) {
        text.append(row.figure().name()).append(": ERROR ").append(row.error()).append('\n');
      }
    }
    return text.toString();
  }

  private static Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("p50Micros", "P50 µs");
    columns.put("p99Micros", "P99 µs");
    columns.put("errors", "ERRORS");
    columns.put("syncsPerWrite", "SYNCS A WRITE, BY NODE");
    columns.put("writtenPerPayload", "WRITTEN ÷ PAYLOAD");
    return columns;
  }
}
