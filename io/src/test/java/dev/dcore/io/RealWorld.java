package dev.dcore.io;

import dev.dcore.kernel.contracts.World;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Real time, as the suites want to let it pass.
public abstract class RealWorld implements World {
  @Override
  public final boolean await(BooleanSupplier condition) {
    return RealTime.await(condition);
  }

  @Override
  public final void pass(Duration time) {
    RealTime.pass(time);
  }
}
