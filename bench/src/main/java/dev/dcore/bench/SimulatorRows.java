package dev.dcore.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the simulator takes for large clusters, each run in a process of its own, on one core, with
/// the real codec and the trace hash.
final class SimulatorRows {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  /// What `sim` exits with when the scenario failed.
  private static final int SCENARIO_FAILED = 1;

  private static final int SEED = 7;
  private final Dcore dcore;

  SimulatorRows(Dcore dcore) {
    this.dcore = dcore;
  }

  List<Compared> measure() throws InterruptedException {
    List<Compared> rows = new ArrayList<>();
    rows.add(speed("1000 nodes, quiet", 300, 1_000, 300, "--quiet"));
    rows.add(speed("1000 nodes, faults", 100, 1_000, 300));
    rows.add(speed("5000 nodes, quiet", 10, 5_000, 60, "--quiet"));
    rows.addAll(bootstrap());
    return rows;
  }

  private Compared speed(String what, double target, int nodes, int seconds, String... more)
      throws InterruptedException {
    List<String> words = new ArrayList<>(words("membership", nodes));
    words.addAll(List.of("--seconds", String.valueOf(seconds)));
    words.addAll(List.of(more));
    Figure figure = Figure.atLeast("simulator, " + what, "× real time", target);
    try {
      SimulatorSpeed.Run run = run(words);
      return row(figure, run.speed(), run, Map.of());
    } catch (BenchFailed e) {
      return failed(figure, e);
    }
  }

  /// Of 10,000 nodes: in virtual time, in wall time, and in memory.
  private List<Compared> bootstrap() throws InterruptedException {
    Figure virtual = Figure.atMost("bootstrap through one seed, 10000 nodes", "s", 30);
    Figure wall = Figure.atMost("simulator, bootstrap of 10000 nodes", "s of wall time", 120);
    Figure memory = Figure.atMost("simulator, bootstrap of 10000 nodes, memory", "MiB", 8_192);
    try {
      SimulatorSpeed.Run run = run(words("bootstrap", 10_000));
      Map<String, Object> json = run.json();
      List<Compared> rows = new ArrayList<>();
      rows.add(row(virtual, number(json, "bootstrapSeconds"), run, json));
      rows.add(row(wall, run.wallSeconds(), run, Map.of()));
      rows.add(row(memory, number(json, "peakMib"), run, Map.of()));
      return rows;
    } catch (BenchFailed e) {
      return List.of(failed(virtual, e), failed(wall, e), failed(memory, e));
    }
  }

  private static double number(Map<String, Object> json, String name) throws BenchFailed {
    if (json.get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw new BenchFailed("dcore sim printed no " + name);
  }

  private static List<String> words(String scenario, int nodes) {
    return List.of(
        "sim",
        scenario,
        "--nodes",
        String.valueOf(nodes),
        "--seed",
        String.valueOf(SEED),
        "--json");
  }

  private SimulatorSpeed.Run run(List<String> words) throws BenchFailed, InterruptedException {
    return SimulatorSpeed.Run.parse(
        dcore.run(Machine.onOneCore(), SCENARIO_FAILED, LIMIT, words.toArray(new String[0])).out());
  }

  private static Compared row(
      Figure figure, double value, SimulatorSpeed.Run run, Map<String, Object> json) {
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("traceHash", run.traceHash());
    more.put("onOneCore", !Machine.onOneCore().isEmpty());
    if (json.get("bytesPerNode") instanceof Number bytes) {
      more.put("bytesPerNode", bytes);
    }
    @Nullable String error = run.verdict().equals("pass") ? null : "the scenario failed";
    return new Compared(
        new Row(figure, new Samples(List.of(value)), Statistic.MEDIAN, null, more, error),
        1,
        null,
        null,
        null);
  }

  private static Compared failed(Figure figure, BenchFailed failure) {
    return new Compared(
        new Row(figure, new Samples(List.of()), null, Map.of(), failure.sentence()),
        0,
        null,
        null,
        null);
  }
}
