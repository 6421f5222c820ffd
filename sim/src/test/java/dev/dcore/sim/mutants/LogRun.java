package dev.dcore.sim.mutants;

import dev.dcore.sim.crash.CrashMatrix;
import dev.dcore.sim.crash.CrashReport;
import dev.dcore.sim.persistence.log.LogCrashScenario;
import dev.dcore.sim.persistence.log.LogWorkload;
import java.util.List;
import java.util.function.LongFunction;

/// Random lives of a log, and a part of the flips of its workload, held to what every run is held
/// to.
public final class LogRun implements LongFunction<List<String>> {
  /// One of so many bytes is flipped, others with other seeds.
  private static final int FLIPS_STRIDE = 61;

  /// Public for the loader.
  public LogRun() {}

  /// @return the violations
  @Override
  public List<String> apply(long seed) {
    CrashReport report = LogCrashScenario.run(seed);
    if (report.failed() == 0) {
      report =
          CrashMatrix.of(new LogWorkload())
              .withSeed(seed)
              .withStrides(1, FLIPS_STRIDE, 0)
              .runFlips();
    }
    return report.failures().stream().map(CrashReport.Failure::why).toList();
  }
}
