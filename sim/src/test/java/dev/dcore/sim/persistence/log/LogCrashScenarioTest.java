package dev.dcore.sim.persistence.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dcore.sim.crash.CrashReport;
import dev.dcore.sim.junit.Seeds;

/// Long random lives of a log.
final class LogCrashScenarioTest {
  private static final String REPLAY = "./dcore sim crash --no-matrix --runs 1 --seed";

  @Seeds(value = 100, replay = REPLAY)
  void nothingAcknowledgedIsLost(long seed) {
    LogCrashScenario.run(seed).assertPassed();
  }

  @Seeds(10)
  void oneSeedIsOneRun(long seed) {
    CrashReport first = LogCrashScenario.run(seed);
    CrashReport second = LogCrashScenario.run(seed);

    assertEquals(first.toString(), second.toString());
  }
}
