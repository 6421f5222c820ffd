package dev.dcore.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How much faster than real time the simulator runs a cluster of 1,000 nodes, on one core.
final class SimulatorSpeed {
  static final Figure WITH_FAULTS =
      Figure.atLeast("simulator, 1000 nodes, faults", "× real time", 50);
  static final Figure QUIET = Figure.atLeast("simulator, 1000 nodes, quiet", "× real time", 50);

  /// Two, to see that one seed gives one trace.
  private static final int RUNS = 2;

  private static final Duration LIMIT = Duration.ofMinutes(10);

  /// What `sim` exits with when the scenario failed.
  private static final int SCENARIO_FAILED = 1;

  private static final List<String> SCENARIO =
      List.of("sim", "membership", "--nodes", "1000", "--seed", "7", "--seconds", "300", "--json");

  private final Dcore dcore;

  SimulatorSpeed(Dcore dcore) {
    this.dcore = dcore;
  }

  /// One run as `sim --json` printed it.
  ///
  /// @param json all of it
  record Run(
      double virtualSeconds,
      double wallSeconds,
      long events,
      String traceHash,
      String verdict,
      Map<String, Object> json) {
    double speed() {
      return virtualSeconds / wallSeconds;
    }

    static Run parse(String printed) throws BenchFailed {
      try {
        Map<String, Object> json = JSON.std.mapFrom(printed);
        if (json.get("virtualSeconds") instanceof Number virtual
            && json.get("wallSeconds") instanceof Number wall
            && json.get("events") instanceof Number events) {
          return new Run(
              virtual.doubleValue(),
              wall.doubleValue(),
              events.longValue(),
              String.valueOf(json.get("traceHash")),
              String.valueOf(json.get("verdict")),
              json);
        }
      } catch (IOException e) {
        throw new BenchFailed("what dcore sim printed is not JSON", e);
      }
      throw new BenchFailed("what dcore sim printed lacks times or events");
    }
  }

  /// @param figure one of this class
  Row measure(Figure figure) throws InterruptedException {
    List<String> arguments = new ArrayList<>(SCENARIO);
    if (figure.equals(QUIET)) {
      arguments.add("--quiet");
    }
    List<Run> runs = new ArrayList<>();
    Taken taken =
        Taken.times(
            RUNS,
            () -> {
              String[] words = arguments.toArray(new String[0]);
              List<String> prefix = Machine.onOneCore();
              Run run = Run.parse(dcore.run(prefix, SCENARIO_FAILED, LIMIT, words).out());
              runs.add(run);
              return run.speed();
            });
    return row(figure, taken, runs);
  }

  static Row row(Figure figure, Taken taken, List<Run> runs) {
    Map<String, Object> more = new LinkedHashMap<>();
    @Nullable String error = taken.error();
    if (!runs.isEmpty()) {
      Run last = runs.getLast();
      more.put("traceHash", last.traceHash());
      more.put("virtualSeconds", last.virtualSeconds());
      more.put("events", last.events());
      more.put("onOneCore", !Machine.onOneCore().isEmpty());
      if (error == null) {
        error = complaint(runs);
      }
    }
    return new Row(figure, taken.samples(), new Baseline("real time", 1), more, error);
  }

  private static @Nullable String complaint(List<Run> runs) {
    if (runs.stream().map(Run::traceHash).distinct().count() > 1) {
      return "two runs of one seed gave different traces";
    }
    return runs.stream()
        .map(Run::verdict)
        .filter(verdict -> !verdict.equals("pass"))
        .findFirst()
        .map(verdict -> "the scenario's verdict is " + verdict)
        .orElse(null);
  }
}
