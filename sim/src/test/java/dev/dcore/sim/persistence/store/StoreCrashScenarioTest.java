package dev.dcore.sim.persistence.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.sim.crash.CrashMatrix;
import dev.dcore.sim.crash.CrashReport;
import dev.dcore.sim.junit.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Long random lives of a store, and crash points of its workload, spread over all of it; `./dcore
/// sim crash` tries every one.
final class StoreCrashScenarioTest {
  private static final String REPLAY = "./dcore sim crash --no-matrix --runs 1 --seed";

  @Seeds(value = 100, replay = REPLAY)
  void nothingAcknowledgedIsLost(long seed) {
    StoreCrashScenario.run(seed).assertPassed();
  }

  @Seeds(10)
  void oneSeedIsOneRun(long seed) {
    assertEquals(StoreCrashScenario.run(seed).toString(), StoreCrashScenario.run(seed).toString());
  }

  @Test
  @Tag("slow")
  void noCrashLosesWhatWasAcknowledged() {
    CrashReport report = CrashMatrix.of(new StoreWorkload()).withStrides(3, 29, 7).run();

    report.assertPassed();
    assertTrue(report.cases().get("crashes in recovery") > 500, report::toString);
  }
}
