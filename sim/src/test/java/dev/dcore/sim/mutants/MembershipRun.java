package dev.dcore.sim.mutants;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.sim.cluster.MembershipScenario;
import dev.dcore.sim.runtime.ScenarioResult;
import java.util.List;
import java.util.function.LongFunction;

/// One run of the scenario, for [Zoo] to load anew. What goes in and comes out are types of the
/// JDK, which both sides share.
public final class MembershipRun implements LongFunction<List<String>> {
  private static final int NODES = 20;

  /// @return the violations
  @Override
  public List<String> apply(long seed) {
    try {
      ScenarioResult result = MembershipScenario.run(MembershipScenario.Settings.of(seed, NODES));
      return result.violations();
    } catch (Invariant.Violation broken) {
      return List.of(broken.getMessage());
    }
  }
}
