package dev.dcore.sim.runtime;

import java.util.List;
import java.util.Map;

/// How one run of one seed ended.
///
/// @param events of the simulation's queue
/// @param figures the scenario's own, in order
/// @param violations in words; the run passed when there are none
public record ScenarioResult(
    String scenario,
    long seed,
    int nodes,
    String traceHash,
    double virtualSeconds,
    long events,
    Map<String, Object> figures,
    List<String> violations) {
  public boolean passed() {
    return violations.isEmpty();
  }
}
