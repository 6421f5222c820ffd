package dev.dcore.sim.history;

import org.jspecify.annotations.Nullable;

/// What a correct object does when it is used one operation at a time. A model is pure: the same
/// arguments give equal results.
///
/// @param <S> the object's state: immutable, with `equals` and `hashCode`
/// @param <I> what is asked
/// @param <O> what is answered
public interface SequentialModel<S, I, O> {
  S initial();

  /// Carries out one operation.
  ///
  /// @param output what the client was answered, or null when it does not know: then any answer is
  ///   right
  /// @return the state after it, or null when an object in this state would not have answered so
  @Nullable S apply(S state, I input, @Nullable O output);

  /// Which of several independent objects an operation is about, such as the key of a map. A
  /// history is linearizable exactly when the history of each object is (Herlihy and Wing 1990,
  /// theorem 1), and short histories are far cheaper to check.
  default Object part(I input) {
    return "";
  }

  /// For people.
  default String describe(I input, @Nullable O output) {
    return input + (output == null ? " → ?" : " → " + output);
  }
}
