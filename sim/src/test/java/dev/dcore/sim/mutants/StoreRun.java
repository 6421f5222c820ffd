package dev.dcore.sim.mutants;

import dev.dcore.sim.crash.CrashReport;
import dev.dcore.sim.persistence.store.StoreCrashScenario;
import java.util.List;
import java.util.function.LongFunction;

/// Random lives of a store, held to what every run is held to.
public final class StoreRun implements LongFunction<List<String>> {
  /// Public for the loader.
  public StoreRun() {}

  /// @return the violations
  @Override
  public List<String> apply(long seed) {
    return StoreCrashScenario.run(seed).failures().stream().map(CrashReport.Failure::why).toList();
  }
}
