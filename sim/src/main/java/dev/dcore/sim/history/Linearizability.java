package dev.dcore.sim.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Checks that a history is linearizable (Herlihy and Wing, "Linearizability: a correctness
/// condition for concurrent objects", TOPLAS 1990): that each operation can be given one instant
/// between its invocation and its return so that the operations, carried out in the order of these
/// instants, answer what the clients were answered.
///
/// The question is NP-complete (Gibbons and Korach 1997), so a search has a budget, in steps and
/// not in seconds: the same history gives the same verdict on any machine.
public final class Linearizability {
  /// Some seconds of one core.
  public static final long STEPS_DEFAULT = 50_000_000;

  private Linearizability() {}

  /// Checks with the default budget.
  public static <S, I, O> Verdict check(
      SequentialModel<S, I, O> model, List<Operation<I, O>> history) {
    return check(model, history, STEPS_DEFAULT);
  }

  /// @param history in any order
  /// @param stepsMax how many operations are tried out on the model at most, over all parts
  public static <S, I, O> Verdict check(
      SequentialModel<S, I, O> model, List<Operation<I, O>> history, long stepsMax) {
    long steps = 0;
    Verdict unsettled = null;
    for (Map.Entry<Object, List<Operation<I, O>>> part : parts(model, history).entrySet()) {
      Search<S, I, O> search = new Search<>(model, part.getValue(), stepsMax - steps);
      Search.Result result = search.run();
      steps += search.steps();
      switch (result) {
        case EXPLAINED -> {}
        case IMPOSSIBLE -> {
          return new Verdict.Violation(
              part.getKey(), part.getValue(), search.longest(), search.stuck(), steps);
        }
        case OUT_OF_STEPS -> {
          // Another part may still be settled, and found wrong, by less.
          if (unsettled == null) {
            unsettled = new Verdict.Unknown(part.getKey(), steps);
          }
        }
      }
    }
    return unsettled == null ? new Verdict.Linearizable(steps) : unsettled;
  }

  /// The histories of the independent objects, the shortest first, each by time of invocation.
  private static <S, I, O> Map<Object, List<Operation<I, O>>> parts(
      SequentialModel<S, I, O> model, List<Operation<I, O>> history) {
    Map<Object, List<Operation<I, O>>> found = new LinkedHashMap<>();
    for (Operation<I, O> each : history) {
      found.computeIfAbsent(model.part(each.input()), _ -> new ArrayList<>()).add(each);
    }
    List<Map.Entry<Object, List<Operation<I, O>>>> sorted = new ArrayList<>(found.entrySet());
    sorted.sort(Comparator.comparingInt(part -> part.getValue().size()));
    Map<Object, List<Operation<I, O>>> parts = new LinkedHashMap<>();
    for (Map.Entry<Object, List<Operation<I, O>>> part : sorted) {
      part.getValue().sort(Comparator.comparingLong(Operation::invokedNanos));
      parts.put(part.getKey(), part.getValue());
    }
    return parts;
  }
}
