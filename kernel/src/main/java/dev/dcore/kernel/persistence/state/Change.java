package dev.dcore.kernel.persistence.state;

/// One change of one key. Nobody changes its arrays.
public sealed interface Change {
  byte[] key();

  /// @param expiresAtNanos the logical time from which on the key is gone, or [StateStore#NEVER]
  record Put(byte[] key, byte[] value, long expiresAtNanos) implements Change {}

  /// Does nothing when there is no such key.
  record Delete(byte[] key) implements Change {}
}
