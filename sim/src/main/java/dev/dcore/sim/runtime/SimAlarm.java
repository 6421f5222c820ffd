package dev.dcore.sim.runtime;

import dev.dcore.kernel.runtime.Alarm;
import dev.dcore.sim.time.Event;
import dev.dcore.sim.time.EventQueue;
import java.util.function.BooleanSupplier;

/// The alarm of one loop in virtual time.
public final class SimAlarm extends Event implements Alarm {
  private final EventQueue queue;
  private final long clockOffsetNanos;
  private final BooleanSupplier awake;
  private final Runnable onWake;
  private long wakeNanos = Long.MAX_VALUE;

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
    if (deadlineNanos == Long.MAX_VALUE) {
      queue.cancel(this);
    } else {
      queue.in(Math.max(0, deadlineNanos - nowNanos()), this);
    }
  }

  /// The loop's monotonic clock.
  public long nowNanos() {
    return queue.nowNanos() + clockOffsetNanos;
  }

  @Override
  protected void run() {
    look();
  }

  /// Wakes the loop if it is time.
  void look() {
    if (awake.getAsBoolean() && nowNanos() >= wakeNanos) {
      wakeNanos = Long.MAX_VALUE;
      queue.cancel(this);
      onWake.run();
    }
  }
}
