package dev.dcore.sim.persistence.log;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.sim.crash.CrashMatrix;
import dev.dcore.sim.crash.CrashReport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Crash points of the log's workload, spread over all of it; `./dcore sim crash` tries every one.
@Tag("slow")
final class LogCrashMatrixTest {
  @Test
  void noCrashLosesWhatWasAcknowledged() {
    CrashReport report = CrashMatrix.of(new LogWorkload()).withStrides(3, 29, 7).run();

    report.assertPassed();
    assertTrue(report.cases().get("crashes in recovery") > 1_000, report::toString);
    assertTrue(report.cases().get("power lost, last write torn") > 100, report::toString);
  }

  @Test
  void noFlippedBitGoesUnnoticed() {
    CrashReport report = CrashMatrix.of(new LogWorkload()).withStrides(1, 7, 0).runFlips();

    report.assertPassed();
    assertTrue(report.cases().get("flips: reported as corrupt") > 1_000, report::toString);
  }
}
