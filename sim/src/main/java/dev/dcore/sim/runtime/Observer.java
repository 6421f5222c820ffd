package dev.dcore.sim.runtime;

import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.runtime.Delivery;

/// Sees all that the simulated processes do: checkers, golden traces, figures.
public interface Observer {
  /// Sees nothing.
  Observer NONE = new Observer() {};

  default void started(SimProcess process) {}

  /// It crashed, was killed, or ended by itself.
  default void stopped(SimProcess process) {}

  default void delivered(SimProcess process, Delivery delivery) {}

  default void traced(SimProcess process, TraceEvent event) {}

  default boolean wants(TraceEvent.Level level) {
    return level != TraceEvent.Level.STEP;
  }
}
