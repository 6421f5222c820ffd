package dev.dcore.io.runtime;

import dev.dcore.kernel.runtime.Alarm;
import io.netty.channel.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The alarm as a timer of the loop: no thread of its own, and nothing happens until it is due.
final class LoopAlarm implements Alarm {
  private final EventLoop loop;
  private final Runnable onWoken;
  private @Nullable Future<?> pending;

  /// @param onWoken runs on the loop
  LoopAlarm(EventLoop loop, Runnable onWoken) {
    this.loop = loop;
    this.onWoken = onWoken;
  }

  @Override
  public void wakeAt(long deadlineNanos) {
    if (pending != null) {
      pending.cancel(false);
      pending = null;
    }
    if (deadlineNanos != Long.MAX_VALUE) {
      long delay = Math.max(0, deadlineNanos - MonotonicClock.nowNanos());
      pending = loop.schedule(() -> onDue(deadlineNanos), delay, TimeUnit.NANOSECONDS);
    }
  }

  private void onDue(long deadlineNanos) {
    pending = null;
    if (MonotonicClock.nowNanos() < deadlineNanos) {
      // A timer may be a little early by the clock that counts.
      wakeAt(deadlineNanos);
    } else {
      onWoken.run();
    }
  }
}
