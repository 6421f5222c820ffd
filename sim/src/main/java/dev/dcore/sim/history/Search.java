package dev.dcore.sim.history;

import dev.dcore.kernel.base.Invariant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks for an order of one object's operations that explains all answers.
///
/// The depth-first search of Wing and Gong ("Testing and verifying concurrent objects", JPDC 1993):
/// of the operations that could be the next one, since none that is left returned before they were
/// invoked, try one after the other on the model; step back when a return is reached whose
/// operation is not placed. With the memory of Lowe ("Testing for linearizability", CCPE 2017): a
/// set of placed operations together with the state that they lead to is tried once, whatever the
/// order that led there. And on a doubly linked list of events, out of which what is placed is
/// lifted, as in Porcupine.
///
/// Operations with an unknown outcome return after all others, so the search is over when one of
/// their returns is reached: all that was answered is explained, and they may not have happened.
final class Search<S, I, O> {
  enum Result {
    EXPLAINED,
    IMPOSSIBLE,
    OUT_OF_STEPS
  }

  /// A set of placed operations and the state that it leads to.
  private record Configuration<S>(PlacedSet.Key placed, S state) {}

  private record Placement<S>(int operation, S before) {}

  private final SequentialModel<S, I, O> model;
  private final List<Operation<I, O>> operations;
  private final long stepsMax;
  private final Timeline timeline;
  private final PlacedSet placed;
  private final Set<Configuration<S>> tried = new LinkedHashSet<>();
  private final List<Placement<S>> order = new ArrayList<>();
  private List<Integer> longest = List.of();
  private int stuck = -1;
  private long steps;

  /// @param operations by time of invocation
  Search(SequentialModel<S, I, O> model, List<Operation<I, O>> operations, long stepsMax) {
    this.model = model;
    this.operations = operations;
    this.stepsMax = stepsMax;
    this.timeline = new Timeline(operations);
    this.placed = new PlacedSet(operations.size());
  }

  long steps() {
    return steps;
  }

  /// The longest order that was found while none explains all.
  List<Integer> longest() {
    return longest;
  }

  /// The operation that fits nowhere behind [#longest].
  int stuck() {
    return stuck;
  }

  Result run() {
    S state = model.initial();
    int event = timeline.first();
    while (event != Timeline.END) {
      int operation = timeline.operation(event);
      if (timeline.isInvocation(event)) {
        if (steps >= stepsMax) {
          return Result.OUT_OF_STEPS;
        }
        S after = tryOut(state, operation);
        if (after == null) {
          event = timeline.next(event);
        } else {
          order.add(new Placement<>(operation, state));
          timeline.lift(operation);
          state = after;
          event = timeline.first();
        }
      } else if (!operations.get(operation).returned()) {
        return Result.EXPLAINED;
      } else {
        note(operation);
        if (order.isEmpty()) {
          return Result.IMPOSSIBLE;
        }
        Placement<S> last = order.removeLast();
        state = last.before;
        placed.remove(last.operation);
        timeline.putBack(last.operation);
        event = timeline.next(timeline.invocation(last.operation));
      }
    }
    return Result.EXPLAINED;
  }

  /// Places an operation when the model allows it here and the outcome was not tried yet.
  private @Nullable S tryOut(S state, int operation) {
    steps++;
    Operation<I, O> next = operations.get(operation);
    S after = model.apply(state, next.input(), next.output());
    if (after == null) {
      return null;
    }
    placed.add(operation);
    if (!tried.add(new Configuration<>(placed.key(), after))) {
      placed.remove(operation);
      return null;
    }
    return after;
  }

  private void note(int unplaced) {
    if (stuck < 0 || order.size() > longest.size()) {
      longest = order.stream().map(Placement::operation).toList();
      stuck = unplaced;
      Invariant.check(!longest.contains(unplaced), "what is placed is not stuck");
    }
  }
}
