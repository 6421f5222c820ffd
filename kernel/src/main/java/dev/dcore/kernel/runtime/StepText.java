package dev.dcore.kernel.runtime;

import dev.dcore.kernel.cluster.stable.StableInput;
import dev.dcore.kernel.cluster.swim.SwimInput;
import dev.dcore.kernel.messaging.RequestsInput;

/// What inputs and effects are called in traces.
final class StepText {
  private StepText() {}

  /// A received message or a fired timer is better known by what it carries.
  static String describe(Object input) {
    return switch (input) {
      case SwimInput.Received received -> "Received " + name(received.message());
      case SwimInput.TimerFired fired -> "TimerFired " + name(fired.timer());
      case RequestsInput.Received received -> "Received " + name(received.message());
      case StableInput.Received received -> "Received " + name(received.message());
      case StableInput.TimerFired fired -> "TimerFired " + fired.timer();
      default -> name(input);
    };
  }

  static String name(Object part) {
    return part.getClass().getSimpleName();
  }
}
