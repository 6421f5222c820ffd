package dev.dcore.sim.history;

import java.util.Arrays;
import java.util.List;

/// The invocations and returns of a history in order of time, as a doubly linked list from which
/// both events of an operation are lifted and, in the opposite order, put back, each in constant
/// time (Knuth's dancing links).
///
/// An invocation at the very instant of a return counts as before it: clocks have grains, and a
/// checker must not see an order that there was not.
final class Timeline {
  /// After the last event.
  static final int END = 0;

  // Event 0 is both ends; operation i has the events 1 + 2 i and 2 + 2 i.
  private final int[] next;
  private final int[] previous;

  Timeline(List<? extends Operation<?, ?>> operations) {
    int events = 2 * operations.size();
    next = new int[events + 1];
    previous = new int[events + 1];
    long[] times = new long[events + 1];
    Integer[] order = new Integer[events];
    for (int i = 0; i < operations.size(); i++) {
      times[1 + 2 * i] = operations.get(i).invokedNanos();
      times[2 + 2 * i] = operations.get(i).returnedNanos();
      order[2 * i] = 1 + 2 * i;
      order[2 * i + 1] = 2 + 2 * i;
    }
    Arrays.sort(
        order,
        (a, b) -> {
          int byTime = Long.compare(times[a], times[b]);
          return byTime != 0 ? byTime : Boolean.compare(!isInvocation(a), !isInvocation(b));
        });
    int last = END;
    for (int event : order) {
      link(last, event);
      last = event;
    }
    link(last, END);
  }

  int first() {
    return next[END];
  }

  int next(int event) {
    return next[event];
  }

  boolean isInvocation(int event) {
    return (event & 1) == 1;
  }

  int operation(int event) {
    return (event - 1) / 2;
  }

  int invocation(int operation) {
    return 1 + 2 * operation;
  }

  void lift(int operation) {
    int invocation = invocation(operation);
    link(previous[invocation], next[invocation]);
    link(previous[invocation + 1], next[invocation + 1]);
  }

  /// Of those that are lifted, the one that was lifted last.
  void putBack(int operation) {
    int invocation = invocation(operation);
    restore(invocation + 1);
    restore(invocation);
  }

  private void restore(int event) {
    next[previous[event]] = event;
    previous[next[event]] = event;
  }

  private void link(int before, int after) {
    next[before] = after;
    previous[after] = before;
  }
}
