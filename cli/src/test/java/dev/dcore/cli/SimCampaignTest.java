package dev.dcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.sim.cluster.MembershipScenario;
import dev.dcore.sim.runtime.ScenarioResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SimCampaignTest {
  private static SimCampaign campaign(int nodes, int mustAgree, int needNotAgree) {
    List<ScenarioResult> results = new ArrayList<>();
    for (int seed = 1; seed <= mustAgree + needNotAgree; seed++) {
      Map<String, Object> figures = Map.of(MembershipScenario.MUST_AGREE, seed <= mustAgree);
      results.add(
          new ScenarioResult(MembershipScenario.NAME, seed, nodes, "", 1, 1, figures, List.of()));
    }
    SimPlan plan = new SimPlan(SimScenario.MEMBERSHIP, nodes, null, Duration.ZERO, true, List.of());
    return new SimCampaign(plan, results, 1);
  }

  @Test
  void aCampaignThatSeldomAsksForAgreementFails() {
    SimCampaign seldom = campaign(5, 79, 21);

    assertFalse(seldom.passed());
    assertTrue(
        seldom
            .text()
            .contains(
                "the stable views had to agree in 79 of 100 runs: too few to say that they do\n"),
        seldom.text());
    assertEquals(79L, seldom.json().get("stableMustAgree"));
    assertEquals(21L, seldom.json().get("stableNeedNotAgree"));
  }

  @Test
  void aCampaignThatMostlyAsksForAgreementPasses() {
    SimCampaign often = campaign(5, 80, 20);

    assertTrue(often.passed());
    assertTrue(often.text().contains("had to agree in 80 of 100 runs\n"), often.text());
  }

  @Test
  void fewRunsAndTwoNodesSayNothingOfTheShare() {
    assertTrue(campaign(5, 1, 48).passed());
    assertTrue(campaign(2, 20, 80).passed());
  }

  /// A fault that never happened fails any campaign of enough runs, a buggify point one of enough
  /// nodes, too.
  @Test
  void whatNeverFiredFailsACampaignThatIsLargeEnough() {
    assertFalse(fired(50, 2, 0, 1).passed());
    assertTrue(fired(50, 49, 1, 0).passed());
    assertFalse(fired(50, 50, 1, 0).passed());
    assertTrue(fired(49, 60, 0, 0).passed());
  }

  private static SimCampaign fired(int runs, int nodes, int faults, int buggified) {
    List<ScenarioResult> results = new ArrayList<>();
    for (int seed = 1; seed <= runs; seed++) {
      Map<String, Object> figures =
          Map.of("faults", Map.of("crash", faults), "buggify", Map.of("point", buggified));
      results.add(
          new ScenarioResult(MembershipScenario.NAME, seed, nodes, "", 1, 1, figures, List.of()));
    }
    SimPlan plan = new SimPlan(SimScenario.MEMBERSHIP, nodes, null, Duration.ZERO, true, List.of());
    return new SimCampaign(plan, results, 1);
  }
}
