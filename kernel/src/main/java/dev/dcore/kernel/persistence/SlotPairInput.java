package dev.dcore.kernel.persistence;

/// What happens to a [SlotPair].
public sealed interface SlotPairInput {
  /// Read what is there. The first input, once.
  record Load() implements SlotPairInput {}

  /// Replace the value. One at a time.
  record Store(byte[] value) implements SlotPairInput {}

  record ReadDone(byte[] bytes) implements SlotPairInput {}

  record Done() implements SlotPairInput {}

  record Failed(String reason) implements SlotPairInput {}
}
