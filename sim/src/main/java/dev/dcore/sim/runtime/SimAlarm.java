package dev.dcore.sim.runtime;

import dev.dcore.kernel.runtime.Alarm;
import dev.dcore.sim.time.Event;
import dev.dcore.sim.time.EventQueue;

/// The alarm of one loop in virtual time. It rings; whether the loop has time to wake is the loop's
/// own matter.
public final class SimAlarm extends Event implements Alarm {
  private final EventQueue queue;
  private final SimClock clock;
  private final Runnable onRing;
  private long wakeNanos = Long.MAX_VALUE;

  /// @param clock the loop's own
  /// @param onRing told when it may be time; [#takeDue] says whether it is
  public SimAlarm(EventQueue queue, SimClock clock, Runnable onRing) {
    this.queue = queue;
    this.clock = clock;
    this.onRing = onRing;
  }

  @Override
  public void wakeAt(long deadlineNanos) {
    wakeNanos = deadlineNanos;
    if (deadlineNanos == Long.MAX_VALUE) {
      queue.cancel(this);
    } else {
      queue.in(clock.delayNanos(deadlineNanos), this);
    }
  }

  /// Whether the loop has to wake now; if so it has been told, and if not it will ring again.
  public boolean takeDue() {
    boolean due = clock.nowNanos() >= wakeNanos;
    wakeAt(due ? Long.MAX_VALUE : wakeNanos);
    return due;
  }

  @Override
  protected void run() {
    onRing.run();
  }
}
