package dev.dcore.sim.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.dcore.sim.junit.Seeds;
import dev.dcore.sim.runtime.ScenarioResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The guarantees of the replicated store, each seed under its own subset of all kinds of faults.
@Tag("slow")
final class RaftPropertyTest {
  private static final int SEEDS_OF_THREE = 1_650;
  private static final int SEEDS_OF_FIVE = 350;

  /// Many short runs find more than few long ones: each draws another swarm.
  private static final int FAULT_SECONDS = 10;

  private static final String REPLAY =
      "./dcore sim raft --swarm --fault-seconds " + FAULT_SECONDS + " --nodes ";
  private static final Map<String, Integer> FIRED = new TreeMap<>();
  private static int runs;

  @Seeds(value = SEEDS_OF_THREE, replay = REPLAY + "3 --seed")
  void threeNodesHoldTheirGuaranteesUnderFaults(long seed) {
    check(seed, 3);
  }

  @Seeds(value = SEEDS_OF_FIVE, replay = REPLAY + "5 --seed")
  void fiveNodesHoldTheirGuaranteesUnderFaults(long seed) {
    check(seed, 5);
  }

  @Test
  void aSeedIsOneRun() {
    ScenarioResult first = RaftScenario.run(RaftScenario.Settings.of(11, 3));
    ScenarioResult again = RaftScenario.run(RaftScenario.Settings.of(11, 3));
    ScenarioResult other = RaftScenario.run(RaftScenario.Settings.of(12, 3));

    assertEquals(first.traceHash(), again.traceHash());
    assertNotEquals(first.traceHash(), other.traceHash());
  }

  /// A fault that never happens tests nothing, nor does a buggify point that never fires.
  @AfterAll
  static void everyFaultHappened() {
    System.out.println("fired in " + runs + " runs: " + FIRED);
    if (runs == SEEDS_OF_THREE + SEEDS_OF_FIVE) {
      List<String> never = FIRED.keySet().stream().filter(each -> FIRED.get(each) == 0).toList();
      assertEquals(List.of(), never, "these never happened");
    }
  }

  private static void check(long seed, int nodes) {
    RaftScenario.Settings usual = RaftScenario.Settings.swarm(seed, nodes);
    long faults = Duration.ofSeconds(FAULT_SECONDS).toNanos();
    ScenarioResult result =
        RaftScenario.run(
            new RaftScenario.Settings(seed, nodes, usual.settleNanos(), faults, 0, true));
    count(result);
    assertEquals(List.of(), result.violations());
  }

  private static synchronized void count(ScenarioResult result) {
    runs++;
    for (String figure : List.of("faults", "buggify")) {
      Map<?, ?> fired = assertInstanceOf(Map.class, result.figures().get(figure));
      fired.forEach((what, times) -> FIRED.merge(what.toString(), (Integer) times, Integer::sum));
    }
  }
}
