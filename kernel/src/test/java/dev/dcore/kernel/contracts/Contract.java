package dev.dcore.kernel.contracts;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A suite, each test of which has a world of its own.
public abstract class Contract<W extends World> {
  protected W world;

  /// Makes a world.
  protected abstract W harness();

  @BeforeEach
  void openHarness() {
    world = harness();
  }

  @AfterEach
  void closeHarness() {
    world.close();
  }
}
