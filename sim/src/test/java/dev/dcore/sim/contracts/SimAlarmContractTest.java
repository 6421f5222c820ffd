package dev.dcore.sim.contracts;

import dev.dcore.kernel.contracts.AlarmContract;
import dev.dcore.kernel.contracts.AlarmHarness;
import dev.dcore.kernel.runtime.Alarm;
import dev.dcore.sim.runtime.SimAlarm;
import dev.dcore.sim.runtime.SimClock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A simulated process is woken as every loop is.
final class SimAlarmContractTest extends AlarmContract {
  @Override
  protected AlarmHarness harness() {
    return new VirtualAlarm();
  }

  private static final class VirtualAlarm extends VirtualWorld implements AlarmHarness {
    /// A machine's monotonic clock begins anywhere.
    private static final long CLOCK_OFFSET_NANOS = 1_234_567_890_123L;

    private final List<Long> wakes = new ArrayList<>();
    private final SimAlarm alarm =
        new SimAlarm(queue, new SimClock(queue, CLOCK_OFFSET_NANOS), this::ring);

    private void ring() {
      if (alarm.takeDue()) {
        wakes.add(nowNanos());
      }
    }

    @Override
    public long nowNanos() {
      return queue.nowNanos() + CLOCK_OFFSET_NANOS;
    }

    @Override
    public void onLoop(Consumer<Alarm> action) {
      action.accept(alarm);
    }

    @Override
    public List<Long> wakes() {
      return List.copyOf(wakes);
    }
  }
}
