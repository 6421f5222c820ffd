package dev.dcore.kernel.store;

import dev.dcore.kernel.base.Invariant;

/// What a replicated store takes. Whoever proposes a command checks it, so that what is in a log
/// was allowed once, and limits can change.
///
/// @param keyBytesMax of a key
/// @param valueBytesMax of a value
/// @param requestBytesMax of a command with all its keys and values
/// @param operationsMax of a transaction: its comparisons, and each of its branches
/// @param stateBytesMax of all keys and values together, each key counted with
///   [#KEY_OVERHEAD_BYTES]
public record StoreLimits(
    int keyBytesMax,
    int valueBytesMax,
    int requestBytesMax,
    int operationsMax,
    long stateBytesMax) {
  /// What a small key costs beside its bytes, in the memory of a JVM.
  public static final int KEY_OVERHEAD_BYTES = 128;

  /// Keys are held several times over and compared at each level of a tree; a request fits a record
  /// of the log with room to spare; a transaction is a step of about a millisecond; and the state
  /// of an agent fits its heap (128 MiB) twice, since a snapshot may hold what is overwritten
  /// meanwhile.
  public static final StoreLimits DEFAULT =
      new StoreLimits(1 << 10, 512 << 10, 768 << 10, 128, 40L << 20);

  public StoreLimits {
    Invariant.check(
        keyBytesMax > 0 && valueBytesMax >= 0 && requestBytesMax > 0 && operationsMax > 0,
        "some requests are allowed");
  }
}
