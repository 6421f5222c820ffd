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

  /// Two observers as one, asked in this order.
  static Observer both(Observer first, Observer second) {
    return new Observer() {
      @Override
      public void started(SimProcess process) {
        first.started(process);
        second.started(process);
      }

      @Override
      public void stopped(SimProcess process) {
        first.stopped(process);
        second.stopped(process);
      }

      @Override
      public void delivered(SimProcess process, Delivery delivery) {
        first.delivered(process, delivery);
        second.delivered(process, delivery);
      }

      @Override
      public void traced(SimProcess process, TraceEvent event) {
        first.traced(process, event);
        second.traced(process, event);
      }

      @Override
      public boolean wants(TraceEvent.Level level) {
        return first.wants(level) || second.wants(level);
      }
    };
  }
}
