package dev.dcore.sim.contracts;

import dev.dcore.kernel.contracts.World;
import dev.dcore.sim.time.EventQueue;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Virtual time, as the suites want to let it pass.
abstract class VirtualWorld implements World {
  private static final Duration AWAIT_MAX = Duration.ofMinutes(20);

  protected final EventQueue queue = new EventQueue();

  @Override
  public boolean await(BooleanSupplier condition) {
    return queue.runUntil(condition, queue.nowNanos() + AWAIT_MAX.toNanos());
  }

  @Override
  public void pass(Duration time) {
    queue.runFor(time.toNanos());
  }

  @Override
  public void close() {
    // Nothing outside of this object was opened.
  }
}
