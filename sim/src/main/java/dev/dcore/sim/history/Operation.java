package dev.dcore.sim.history;

import org.jspecify.annotations.Nullable;

/// What one client asked of an object, and what it was answered.
///
/// An operation whose outcome the client never learnt has no output and did not return: it may have
/// taken effect at any time after its invocation, or never. One that surely had no effect does not
/// belong into a history.
///
/// @param client who asked; a client that waits for its answer has one operation open at a time
/// @param output null exactly when the outcome is not known
/// @param invokedNanos when it was asked, by a clock that all clients of the history share
/// @param returnedNanos when it was answered, or [#NEVER]
public record Operation<I, O>(
    int client, I input, @Nullable O output, long invokedNanos, long returnedNanos) {
  /// Later than every answer.
  public static final long NEVER = Long.MAX_VALUE;

  public Operation {
    if (returnedNanos < invokedNanos) {
      throw new IllegalArgumentException("an operation returns after it was invoked");
    }
    if ((output == null) != (returnedNanos == NEVER)) {
      throw new IllegalArgumentException("what returned has an output, and what did not has none");
    }
  }

  /// One whose outcome nobody knows.
  public static <I, O> Operation<I, O> unknown(int client, I input, long invokedNanos) {
    return new Operation<>(client, input, null, invokedNanos, NEVER);
  }

  /// Whether the client was answered.
  public boolean returned() {
    return returnedNanos != NEVER;
  }
}
