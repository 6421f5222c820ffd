package dev.dcore.sim.junit;

import dev.dcore.kernel.base.Choices;
import dev.dcore.sim.runtime.RunChoices;

/// One seed of a property, and the draws that it is a function of. Confined to one thread.
///
/// @param log sees every draw
public record Run(long seed, RunChoices log) {
  static Run of(long seed) {
    return new Run(seed, RunChoices.plain());
  }

  /// The draws of the test itself, apart from those of a simulation with the same seed.
  public Choices choices() {
    return Choices.recorded(seed, "test", log, false);
  }
}
