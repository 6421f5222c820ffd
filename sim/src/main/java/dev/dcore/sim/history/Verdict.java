package dev.dcore.sim.history;

import java.util.List;

/// What a check of a history found.
public sealed interface Verdict {
  /// How many operations were tried out on the model.
  long steps();

  /// There is an order of all operations that explains every answer.
  record Linearizable(long steps) implements Verdict {}

  /// There is none.
  ///
  /// @param part the object whose history has no order, see [SequentialModel#part]
  /// @param operations all operations on it, by the time of their invocation
  /// @param placed the longest order that was found, as indexes of `operations`
  /// @param stuck the operation that returned next and fits nowhere behind these
  record Violation(
      Object part,
      List<? extends Operation<?, ?>> operations,
      List<Integer> placed,
      int stuck,
      long steps)
      implements Verdict {
    public Violation {
      operations = List.copyOf(operations);
      placed = List.copyOf(placed);
    }
  }

  /// The budget ended before the search did.
  ///
  /// @param part the object whose history was not settled
  record Unknown(Object part, long steps) implements Verdict {}
}
