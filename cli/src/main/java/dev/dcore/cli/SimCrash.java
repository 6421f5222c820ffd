package dev.dcore.cli;

import dev.dcore.sim.crash.CrashMatrix;
import dev.dcore.sim.crash.CrashReport;
import dev.dcore.sim.persistence.DiskFault;
import dev.dcore.sim.persistence.log.LogCrashScenario;
import dev.dcore.sim.persistence.log.LogWorkload;
import dev.dcore.sim.persistence.store.StoreCrashScenario;
import dev.dcore.sim.persistence.store.StoreWorkload;
import dev.dcore.sim.runtime.ParallelSeeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// `dcore sim crash`: every crash point of one workload of the log and one of a node's store, every
/// flipped byte of the log's files, and then long random lives of both, each a function of its
/// seed.
///
/// @param matrix false leaves out the workload's
record SimCrash(long seed, int runs, boolean matrix) {
  static final String WORD = LogCrashScenario.NAME;

  static final String DESCRIPTION =
      "a log and a store on a disk that lies, after every crash there is";

  /// With this many runs every fault of the disk has to have happened: one that never does tests
  /// nothing.
  private static final int RUNS_ENOUGH = 200;

  /// What the simulated crash campaign found.
  ///
  /// @param point the workload's, or one without cases
  /// @param lives of the random runs
  record Outcome(SimCrash plan, CrashReport point, CrashReport lives, double wallSeconds) {
    boolean passed() {
      return point.failed() == 0 && lives.failed() == 0 && neverFired().isEmpty();
    }

    List<String> neverFired() {
      List<String> never = new ArrayList<>();
      if (plan.runs >= RUNS_ENOUGH) {
        for (DiskFault fault : DiskFault.values()) {
          if (!lives.faults().containsKey(fault)) {
            never.add(fault.name().toLowerCase(Locale.ROOT));
          }
        }
      }
      return never;
    }

    Map<String, @Nullable Object> json() {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("scenario", WORD);
      json.put("seed", plan.seed);
      json.put("runs", plan.runs);
      json.put("nodes", 1);
      json.put("traceHash", String.format("%08x", (point + " " + lives).hashCode()));
      json.put("wallSeconds", SimReport.rounded(wallSeconds));
      json.put("verdict", SimReport.verdict(passed()));
      json.put("matrix", point.cases());
      json.put("lives", lives.cases());
      json.put("faults", faults());
      json.put("neverFired", neverFired());
      json.put("failures", point.failed() + lives.failed());
      json.put("failed", failures());
      return json;
    }

    private Map<String, Long> faults() {
      Map<String, Long> faults = new LinkedHashMap<>();
      for (DiskFault fault : DiskFault.values()) {
        long times =
            point.faults().getOrDefault(fault, 0L) + lives.faults().getOrDefault(fault, 0L);
        faults.put(fault.name().toLowerCase(Locale.ROOT), times);
      }
      return faults;
    }

    private List<Map<String, Object>> failures() {
      List<Map<String, Object>> failures = new ArrayList<>();
      point.failures().forEach(each -> failures.add(failure(each, plan.replay(plan.seed, true))));
      lives.failures().forEach(each -> failures.add(failure(each, replay(each))));
      return failures;
    }

    private static Map<String, Object> failure(CrashReport.Failure failure, String replay) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("when", failure.when());
      json.put("violation", failure.why());
      json.put("replay", replay);
      return json;
    }

    /// A random run is named by its seed.
    private String replay(CrashReport.Failure failure) {
      return plan.replay(Long.parseLong(failure.when().replace("seed ", "")), false);
    }

    String text() {
      StringBuilder text = new StringBuilder();
      text.append(
          String.format(
              Locale.ROOT,
              "%s, seed %d, %d random runs: %s, in %.1f s%n",
              WORD,
              plan.seed,
              plan.runs,
              SimReport.verdict(passed()),
              wallSeconds));
      append(text, "every crash point of a workload", point.cases());
      append(text, "random lives", lives.cases());
      text.append("  faults: ").append(SimReport.counts(faults())).append('\n');
      for (String fault : neverFired()) {
        text.append("  never happened, so nothing is known of it: ").append(fault).append('\n');
      }
      for (Map<String, Object> failure : failures()) {
        text.append(failure.get("when")).append(": ").append(failure.get("violation"));
        text.append("\n  again with: ").append(failure.get("replay")).append('\n');
      }
      return text.toString();
    }

    private static void append(StringBuilder text, String head, Map<String, Long> cases) {
      if (!cases.isEmpty()) {
        text.append("  ").append(head).append('\n');
        cases.forEach(
            (kind, count) ->
                text.append(String.format(Locale.ROOT, "    %,10d  %s%n", count, kind)));
      }
    }
  }

  /// @param progress is told how many random runs have ended, on any thread
  Outcome run(IntConsumer progress) {
    long began = System.nanoTime();
    CrashReport points = new CrashReport();
    if (matrix) {
      CrashMatrix<?> all = CrashMatrix.of(new LogWorkload()).withSeed(seed);
      points.add(all.run());
      points.add(all.runFlips());
      points.add(CrashMatrix.of(new StoreWorkload()).withSeed(seed).run());
    }
    CrashReport lives = new CrashReport();
    AtomicInteger ended = new AtomicInteger();
    ParallelSeeds.run(
            ParallelSeeds.range(seed, runs),
            each -> {
              CrashReport report = LogCrashScenario.run(each);
              report.add(StoreCrashScenario.run(each));
              progress.accept(ended.incrementAndGet());
              return report;
            })
        .forEach(lives::add);
    return new Outcome(this, points, lives, (System.nanoTime() - began) / 1e9);
  }

  private String replay(long failed, boolean points) {
    return "./dcore sim "
        + WORD
        + (points ? "" : " --no-matrix")
        + " --runs "
        + (points ? 0 : 1)
        + " --seed "
        + failed;
  }
}
