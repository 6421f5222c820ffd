package dev.dcore.kernel.messaging;

/// How a remote operation ended.
public sealed interface Outcome {
  /// It was done, and this is the answer.
  record Ok(byte[] body) implements Outcome {}

  /// It was not done, and will not be.
  record Rejected(String reason) implements Outcome {}

  /// Nobody here knows whether it was done.
  record Indeterminate(String reason) implements Outcome {}
}
