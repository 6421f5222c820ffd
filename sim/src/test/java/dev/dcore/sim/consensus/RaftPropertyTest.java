package dev.dcore.sim.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.dcore.sim.junit.Seeds;
import dev.dcore.sim.runtime.ScenarioResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The guarantees of the replicated store, each seed under its own subset of all kinds of faults.
@Tag("slow")
final class RaftPropertyTest {
  private static final int SEEDS_OF_THREE = 1_300;
  private static final int SEEDS_OF_FIVE = 700;
  private static final Map<String, Integer> FIRED = new TreeMap<>();
  private static int runs;

  @Seeds(value = SEEDS_OF_THREE, replay = "./dcore sim raft --swarm --nodes 3 --seed")
  void threeNodesHoldTheirGuaranteesUnderFaults(long seed) {
    check(RaftScenario.Settings.swarm(seed, 3));
  }

  @Seeds(value = SEEDS_OF_FIVE, replay = "./dcore sim raft --swarm --nodes 5 --seed")
  void fiveNodesHoldTheirGuaranteesUnderFaults(long seed) {
    check(RaftScenario.Settings.swarm(seed, 5));
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

  private static void check(RaftScenario.Settings settings) {
    ScenarioResult result = RaftScenario.run(settings);
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
