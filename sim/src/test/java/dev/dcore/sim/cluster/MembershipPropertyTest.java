package dev.dcore.sim.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.dcore.sim.chaos.FaultKind;
import dev.dcore.sim.junit.Seeds;
import dev.dcore.sim.runtime.ScenarioResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/// The guarantees of membership, under every kind of fault.
@Tag("slow")
final class MembershipPropertyTest {
  private static final int NODES = 50;
  private static final int SEEDS = 200;

  private static final Map<String, Integer> FIRED = new TreeMap<>();
  private static int runs;

  @Seeds(value = SEEDS, replay = "./dcore sim membership --nodes " + NODES + " --seed")
  void fiftyNodesHoldTheirGuaranteesUnderFaults(long seed) {
    ScenarioResult result = MembershipScenario.run(MembershipScenario.Settings.of(seed, NODES));
    count(result);
    assertEquals(List.of(), result.violations());
  }

  /// A kind of fault that never happens tests nothing.
  @AfterAll
  static void everyKindOfFaultHappened() {
    System.out.println("faults in " + runs + " runs: " + FIRED);
    if (runs == SEEDS) {
      List<String> never = new ArrayList<>();
      for (FaultKind kind : FaultKind.values()) {
        if (FIRED.getOrDefault(kind.name().toLowerCase(Locale.ROOT), 0) == 0) {
          never.add(kind.name());
        }
      }
      assertEquals(List.of(), never, "these never happened");
    }
  }

  private static synchronized void count(ScenarioResult result) {
    runs++;
    Map<?, ?> fired = assertInstanceOf(Map.class, result.figures().get("faults"));
    fired.forEach((kind, times) -> FIRED.merge(kind.toString(), (Integer) times, Integer::sum));
  }
}
