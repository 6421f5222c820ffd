package dev.dcore.kernel.store;

import dev.dcore.kernel.base.Invariant;

/// What a store takes. Whoever proposes a command checks it, so that what is in a log was allowed
/// once, and limits can change.
///
/// @param keyBytesMax of a key
/// @param valueBytesMax of a value
/// @param stateBytesMax of all keys and values together, each key counted with
///   [#KEY_OVERHEAD_BYTES]
public record KvLimits(int keyBytesMax, int valueBytesMax, long stateBytesMax) {
  /// What a small key costs beside its bytes, in the memory of a JVM.
  public static final int KEY_OVERHEAD_BYTES = 128;

  /// Keys are held several times over and compared at each level of a tree; a value fits a record
  /// of the log with room to spare; and the state of an agent fits its heap (128 MiB) twice, since
  /// a snapshot may hold what is overwritten meanwhile.
  public static final KvLimits DEFAULT = new KvLimits(1 << 10, 512 << 10, 40L << 20);

  public KvLimits {
    Invariant.check(keyBytesMax > 0 && valueBytesMax >= 0, "some key and value are allowed");
  }

  /// @param keys how many keys the state holds now
  /// @param keyAndValueBytes what they and their values have together
  /// @return why the command is refused, in one sentence, or empty
  public String refusal(KvCommand command, long keys, long keyAndValueBytes) {
    return switch (command) {
      case KvCommand.Put(byte[] key, byte[] value, long _) -> {
        if (value.length > valueBytesMax) {
          yield "the value has " + value.length + " bytes, more than " + valueBytesMax;
        }
        long held = keyAndValueBytes + keys * KEY_OVERHEAD_BYTES;
        if (held + key.length + value.length + KEY_OVERHEAD_BYTES > stateBytesMax) {
          yield "the store is full: it holds "
              + held
              + " of at most "
              + stateBytesMax
              + " bytes; delete something";
        }
        yield refusal(key);
      }
      case KvCommand.Delete(byte[] key) -> refusal(key);
      case KvCommand.Tick _ -> "";
    };
  }

  private String refusal(byte[] key) {
    if (key.length == 0) {
      return "a key is not empty";
    }
    return key.length > keyBytesMax
        ? "the key has " + key.length + " bytes, more than " + keyBytesMax
        : "";
  }
}
