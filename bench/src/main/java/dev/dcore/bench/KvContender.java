package dev.dcore.bench;

import dev.dcore.bench.kv.KvFailed;
import dev.dcore.bench.kv.KvLoader;
import dev.dcore.bench.kv.KvMeasured;
import dev.dcore.bench.kv.KvSystem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One store in the race: what runs of it, and what it has done so far. Once it fails it is out,
/// and says why.
final class KvContender implements AutoCloseable {
  /// One turn.
  @FunctionalInterface
  interface Turn {
    KvMeasured take(KvLoader loader) throws KvFailed, InterruptedException;
  }

  /// What was counted on the servers during a turn of its own.
  ///
  /// @param syncs of each node, by operation
  /// @param writtenPerPayload bytes that the processes wrote to their disks, all nodes together, by
  ///   byte of value
  record Counted(List<Double> syncs, double writtenPerPayload) {
    double clusterSyncs() {
      return syncs.stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  private final KvSystem system;
  private final Map<String, List<KvMeasured>> turns = new LinkedHashMap<>();
  private final Map<String, Counted> counts = new LinkedHashMap<>();
  private @Nullable KvLoader loader;
  private @Nullable String error;
  private int led = -1;

  KvContender(KvSystem system) {
    this.system = system;
  }

  KvSystem system() {
    return system;
  }

  String title() {
    return system.kind().title();
  }

  /// Why it is out, or null.
  @Nullable String error() {
    return error;
  }

  /// Starts it and writes every key once.
  void start() throws InterruptedException {
    attempt(
        () -> {
          system.start();
          check(loader().writeAll());
        });
  }

  /// A turn that does not count: it compiles, and fills caches.
  void warmUp(Turn turn) throws InterruptedException {
    attempt(() -> turn.take(loader()));
  }

  /// @param load by which the turn is remembered
  void take(String load, Turn turn) throws InterruptedException {
    attempt(() -> turns.computeIfAbsent(load, _ -> new ArrayList<>()).add(turn.take(loader())));
  }

  /// As [#take], but what is remembered is what the servers did; the rate is not, since some are
  /// slower while they are watched.
  void count(String load, int valueBytes, Turn turn) throws InterruptedException {
    attempt(
        () -> {
          List<Long> syncs = syncs();
          long written = written();
          KvMeasured measured = turn.take(loader());
          long writtenAfter = written();
          Thread.sleep(KvSystem.COUNTS_LATE);
          List<Double> perOperation = new ArrayList<>();
          List<Long> after = syncs();
          for (int node = 0; node < KvSystem.NODES; node++) {
            perOperation.add((double) (after.get(node) - syncs.get(node)) / measured.operations());
          }
          double payload = (double) measured.operations() * valueBytes;
          counts.put(load, new Counted(perOperation, (writtenAfter - written) / payload));
        });
  }

  /// All turns at this load, in their order.
  List<KvMeasured> turns(String load) {
    return turns.getOrDefault(load, List.of());
  }

  @Nullable Counted counted(String load) {
    return counts.get(load);
  }

  /// A step that may fail, and puts the contender out.
  @FunctionalInterface
  interface Step {
    void run() throws KvFailed, BenchFailed, InterruptedException;
  }

  void attempt(Step step) throws InterruptedException {
    if (error != null) {
      return;
    }
    try {
      step.run();
    } catch (KvFailed | BenchFailed e) {
      error = String.valueOf(e.getMessage());
    }
    if (error != null) {
      close();
    }
  }

  /// Its client talks to the leader; when that changes it is started again.
  private KvLoader loader() throws KvFailed, InterruptedException {
    int leader = system.leader();
    KvLoader current = loader;
    if (current != null && leader == led) {
      return current;
    }
    if (current != null) {
      current.close();
    }
    KvLoader fresh = system.loader(List.of(leader));
    loader = fresh;
    led = leader;
    return fresh;
  }

  private static void check(KvMeasured filled) throws BenchFailed {
    if (filled.errors() > 0) {
      throw new BenchFailed(
          filled.errors() + " of the first writes failed: " + filled.firstError());
    }
  }

  private List<Long> syncs() throws KvFailed, InterruptedException {
    List<Long> syncs = new ArrayList<>();
    for (int node = 0; node < KvSystem.NODES; node++) {
      syncs.add(system.syncs(node));
    }
    return syncs;
  }

  private long written() throws BenchFailed {
    long written = 0;
    for (int node = 0; node < KvSystem.NODES; node++) {
      written += Machine.writtenBytes(system.pid(node));
    }
    return written;
  }

  @Override
  public void close() {
    KvLoader last = loader;
    if (last != null) {
      last.close();
      loader = null;
    }
    system.close();
  }
}
