package dev.dcore.sim.runtime;

import dev.dcore.kernel.runtime.Alarm;
import dev.dcore.sim.time.EventQueue;
import java.util.function.BooleanSupplier;

/// The alarm of one loop in virtual time. At most one event lies ahead that is needed; one that
/// turns out too early goes on from there.
public final class SimAlarm implements Alarm {
  private final EventQueue queue;
  private final long clockOffsetNanos;
  private final BooleanSupplier awake;
  private final Runnable onWake;
  private long wakeNanos = Long.MAX_VALUE;
  private long scheduledNanos = Long.MAX_VALUE;

  /// @param clockOffsetNanos what the loop's monotonic clock adds to virtual time
  /// @param awake whether the loop runs; who does not is not woken, and calls [#look] later
  public SimAlarm(EventQueue queue, long clockOffsetNanos, BooleanSupplier awake, Runnable onWake) {
    this.queue = queue;
    this.clockOffsetNanos = clockOffsetNanos;
    this.awake = awake;
    this.onWake = onWake;
  }

  @Override
  public void wakeAt(long deadlineNanos) {
    wakeNanos = deadlineNanos;
    schedule();
  }

  /// The loop's monotonic clock.
  public long nowNanos() {
    return queue.nowNanos() + clockOffsetNanos;
  }

  /// Wakes the loop if it is time.
  void look() {
    if (!awake.getAsBoolean()) {
      return;
    }
    if (nowNanos() >= scheduledNanos) {
      scheduledNanos = Long.MAX_VALUE;
    }
    if (nowNanos() >= wakeNanos) {
      wakeNanos = Long.MAX_VALUE;
      onWake.run();
    } else {
      schedule();
    }
  }

  private void schedule() {
    if (wakeNanos < scheduledNanos) {
      scheduledNanos = wakeNanos;
      queue.in(Math.max(0, wakeNanos - nowNanos()), this::look);
    }
  }
}
