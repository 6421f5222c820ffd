package dev.dcore.kernel.contracts;

import dev.dcore.kernel.runtime.Alarm;
import java.util.List;
import java.util.function.Consumer;

/// What the world gives to [AlarmContract]: one loop with an alarm.
public interface AlarmHarness extends World {
  /// The clock that the alarm goes by.
  long nowNanos();

  /// Runs something on the loop and returns when it is done; what it throws comes out.
  void onLoop(Consumer<Alarm> action);

  /// At which times of the clock the alarm went off, in their order.
  List<Long> wakes();
}
