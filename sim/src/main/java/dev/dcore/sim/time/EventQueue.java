package dev.dcore.sim.time;

import dev.dcore.kernel.base.Invariant;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/// Virtual time: events in order of their time and, at one time, in the order in which they were
/// scheduled. It is the only thing that makes time pass.
public final class EventQueue {
  private record Event(long atNanos, long sequence, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atNanos, other.atNanos);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  private final PriorityQueue<Event> heap = new PriorityQueue<>();
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

  public void at(long atNanos, Runnable action) {
    Invariant.check(atNanos >= nowNanos, "an event lies in the past");
    heap.add(new Event(atNanos, scheduled++, action));
  }

  public void in(long delayNanos, Runnable action) {
    at(nowNanos + delayNanos, action);
  }

  /// Runs the next event if it is due by then.
  ///
  /// @return false, with the clock at `untilNanos`, when there is none
  public boolean runNext(long untilNanos) {
    Event next = heap.peek();
    if (next == null || next.atNanos > untilNanos) {
      nowNanos = Math.max(nowNanos, untilNanos);
      return false;
    }
    heap.remove();
    nowNanos = next.atNanos;
    executed++;
    next.action.run();
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
}
