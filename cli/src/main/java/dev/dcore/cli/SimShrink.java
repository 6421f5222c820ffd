package dev.dcore.cli;

import dev.dcore.sim.runtime.RunChoices;
import dev.dcore.sim.runtime.ScenarioResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes faults out of a failing run, one after another, as long as it still fails: since a draw
/// does not depend on others, what is left out does not change the rest.
record SimShrink(SimPlan plan, long seed, Consumer<String> progress) {
  private static final String FAULT = "chaos/fault-";
  private static final String HAPPENS = "/happens";

  /// @param plan the smallest that still fails
  /// @param left the labels of the faults that it needs
  record Smallest(SimPlan plan, List<String> left, ScenarioResult result) {}

  /// @return what is left, or null when the run passes
  @Nullable Smallest run() {
    RunChoices log = plan.log(label -> label.startsWith(FAULT) && label.endsWith(HAPPENS));
    ScenarioResult smallest = plan.run(seed, log);
    if (smallest.passed()) {
      return null;
    }
    List<String> settled = new ArrayList<>(plan.settled());
    List<String> left = new ArrayList<>();
    for (String fault : happened(log)) {
      List<String> without = new ArrayList<>(settled);
      without.add(fault);
      ScenarioResult result = plan.withSettled(without).run(seed);
      progress.accept(fault + (result.passed() ? " is needed" : " is not needed"));
      if (result.passed()) {
        left.add(fault);
      } else {
        settled = without;
        smallest = result;
      }
    }
    return new Smallest(plan.withSettled(settled), left, smallest);
  }

  private static Set<String> happened(RunChoices log) {
    Set<String> labels = new LinkedHashSet<>();
    for (RunChoices.Drawn drawn : log.drawn()) {
      if (drawn.value() != drawn.quiet()) {
        labels.add(drawn.label());
      }
    }
    return labels;
  }
}
