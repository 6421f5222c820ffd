package dev.dcore.sim.time;

import dev.dcore.kernel.base.Invariant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Virtual time: events in order of their time and, at one time, in the order in which they were
/// scheduled. It is the only thing that makes time pass.
public final class EventQueue {
  private static final Comparator<Event> ORDER =
      Comparator.<Event>comparingLong(event -> event.atNanos)
          .thenComparingLong(event -> event.sequence);

  private final NearEvents near = new NearEvents();

  /// What is too far ahead for the calendar stays here until its time, since it is little: faults
  /// to come.
  private final PriorityQueue<Event> far = new PriorityQueue<>(ORDER);

  private long nowNanos;
  private long scheduled;
  private long executed;

  /// Nanoseconds since the run began.
  public long nowNanos() {
    return nowNanos;
  }

  /// How many events have run.
  public long executed() {
    return executed;
  }

  /// Schedules an event, or moves it when it waits already.
  public void at(long atNanos, Event event) {
    Invariant.check(atNanos >= nowNanos, "an event lies in the past");
    cancel(event);
    event.atNanos = atNanos;
    event.sequence = scheduled++;
    if (NearEvents.covers(nowNanos, atNanos)) {
      event.place = Event.Place.NEAR;
      near.add(event);
    } else {
      event.place = Event.Place.FAR;
      far.add(event);
    }
  }

  public void in(long delayNanos, Event event) {
    at(nowNanos + delayNanos, event);
  }

  public void at(long atNanos, Runnable action) {
    at(atNanos, new Action(action));
  }

  public void in(long delayNanos, Runnable action) {
    at(nowNanos + delayNanos, action);
  }

  /// Does nothing when the event does not wait.
  public void cancel(Event event) {
    switch (event.place) {
      case NOWHERE -> {}
      case NEAR -> near.remove(event);
      case FAR -> far.remove(event);
    }
    event.place = Event.Place.NOWHERE;
  }

  /// Runs the next event if it is due by then.
  ///
  /// @return false, with the clock at `untilNanos`, when there is none
  public boolean runNext(long untilNanos) {
    Event next = first();
    if (next == null || next.atNanos > untilNanos) {
      nowNanos = Math.max(nowNanos, untilNanos);
      return false;
    }
    cancel(next);
    nowNanos = next.atNanos;
    executed++;
    next.run();
    return true;
  }

  /// Lets virtual time pass until then.
  public void runUntil(long untilNanos) {
    while (runNext(untilNanos)) {
      // The work is in the condition.
    }
  }

  /// Lets virtual time pass until the condition holds, or until then.
  ///
  /// @return whether it holds
  public boolean runUntil(BooleanSupplier condition, long untilNanos) {
    while (!condition.getAsBoolean()) {
      if (!runNext(untilNanos)) {
        return condition.getAsBoolean();
      }
    }
    return true;
  }

  /// Lets so much virtual time pass.
  public void runFor(long nanos) {
    runUntil(nowNanos + nanos);
  }

  private @Nullable Event first() {
    Event soon = near.first(nowNanos);
    Event later = far.peek();
    return later == null || (soon != null && soon.before(later)) ? soon : later;
  }

  /// What happens once.
  private static final class Action extends Event {
    private final Runnable action;

    Action(Runnable action) {
      this.action = action;
    }

    @Override
    protected void run() {
      action.run();
    }
  }
}
