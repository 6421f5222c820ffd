package dev.dcore.sim.mutants;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.sim.cluster.MembershipScenario;
import dev.dcore.sim.runtime.RunChoices;
import dev.dcore.sim.runtime.ScenarioResult;
import java.util.List;
import java.util.function.LongFunction;

/// One run of the scenario, for [Zoo] to load anew. What goes in and comes out are types of the
/// JDK, which both sides share.
public abstract class MembershipRun implements LongFunction<List<String>> {
  private static final int NODES = 20;
  private static final int FEW = 5;

  private final int nodes;
  private final boolean buggify;
  private final boolean swarm;

  private MembershipRun(int nodes, boolean buggify, boolean swarm) {
    this.nodes = nodes;
    this.buggify = buggify;
    this.swarm = swarm;
  }

  /// Faults of all kinds.
  public static final class Plain extends MembershipRun {
    public Plain() {
      super(NODES, false, false);
    }
  }

  /// And rare but legal paths.
  public static final class Buggified extends MembershipRun {
    public Buggified() {
      super(NODES, true, false);
    }
  }

  /// And faults of the seed's own choice and strength.
  public static final class Swarm extends MembershipRun {
    public Swarm() {
      super(NODES, true, true);
    }
  }

  /// All of this among few, whom nobody else can help out.
  public static final class Few extends MembershipRun {
    public Few() {
      super(FEW, true, true);
    }
  }

  /// @return the violations
  @Override
  public List<String> apply(long seed) {
    MembershipScenario.Settings settings =
        swarm
            ? MembershipScenario.Settings.swarm(seed, nodes)
            : MembershipScenario.Settings.of(seed, nodes);
    RunChoices log =
        new RunChoices(label -> !buggify && label.contains("buggify:"), label -> false);
    try {
      ScenarioResult result = new MembershipScenario(settings, log).run();
      return result.violations();
    } catch (Invariant.Violation broken) {
      return List.of(broken.getMessage());
    } catch (IllegalArgumentException refused) {
      // A record that checks itself was given what cannot be.
      return List.of(String.valueOf(refused.getMessage()));
    }
  }
}
