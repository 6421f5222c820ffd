package dev.dcore.sim.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.sim.cluster.MembershipScenario.Settings;
import dev.dcore.sim.junit.Seeds;
import dev.dcore.sim.runtime.ScenarioResult;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/// What many nodes hide: of few, one fault takes a majority, all seeds, or everybody that could
/// confirm a suspicion.
@Tag("slow")
final class SmallClustersPropertyTest {
  private static final int SEEDS = 100;
  private static final String SWARM = "./dcore sim membership --swarm --nodes ";

  /// Of three nodes two that stay down are a majority lost; of 300 seeds 281 had to agree.
  private static final double MUST_AGREE_SHARE = 0.8;

  private static final AtomicInteger THREES = new AtomicInteger();
  private static final AtomicInteger AGREED = new AtomicInteger();

  @Seeds(value = SEEDS, replay = SWARM + "2 --seed")
  void twoNodesHoldTheirGuaranteesUnderFaults(long seed) {
    run(Settings.swarm(seed, 2));
  }

  @Seeds(value = SEEDS, replay = SWARM + "3 --seed")
  void threeNodesHoldTheirGuaranteesUnderFaults(long seed) {
    ScenarioResult result = run(Settings.swarm(seed, 3));
    THREES.incrementAndGet();
    if (Boolean.TRUE.equals(result.figures().get(MembershipScenario.MUST_AGREE))) {
      AGREED.incrementAndGet();
    }
  }

  /// Faults of all kinds in each run find what those of the seed's own choice do not: a view of one
  /// member, whose observers see it die.
  @Seeds(value = 3 * SEEDS, replay = "./dcore sim membership --nodes 3 --seed")
  void threeNodesHoldTheirGuaranteesUnderAllFaults(long seed) {
    run(Settings.of(seed, 3));
  }

  @Seeds(value = SEEDS, replay = SWARM + "5 --seed")
  void fiveNodesHoldTheirGuaranteesUnderFaults(long seed) {
    run(Settings.swarm(seed, 5));
  }

  @AfterAll
  static void stableViewsHadToAgree() {
    if (THREES.get() == SEEDS) {
      assertTrue(AGREED.get() >= MUST_AGREE_SHARE * SEEDS, "only in " + AGREED + " runs");
    }
  }

  private static ScenarioResult run(Settings settings) {
    ScenarioResult result = MembershipScenario.run(settings);
    assertEquals(List.of(), result.violations());
    return result;
  }
}
