package dev.dcore.kernel.store;

/// What an entry of the log asks of the store. Nobody changes its arrays.
public sealed interface KvCommand {
  /// @param ttlNanos how long after the entry's time the key is there; 0 for ever
  record Put(byte[] key, byte[] value, long ttlNanos) implements KvCommand {
    public Put {
      if (ttlNanos < 0) {
        throw new IllegalArgumentException("a time to live is not negative");
      }
    }
  }

  record Delete(byte[] key) implements KvCommand {}

  /// Brings the time, so that what has expired goes though nobody writes.
  record Tick() implements KvCommand {}
}
