package dev.dcore.kernel.persistence.state;

/// One change of one key. Nobody changes its arrays.
///
/// A key is written with `Put` and `Delete`, or else with `Overwrite` and `Erase`, all its life:
/// mixed, a version that is not kept would be missing between two that are.
public sealed interface Change {
  byte[] key();

  /// @param expiresAtNanos the logical time from which on the key is gone, or [StateStore#NEVER]
  record Put(byte[] key, byte[] value, long expiresAtNanos) implements Change {}

  /// Does nothing when there is no such key.
  record Delete(byte[] key) implements Change {}

  /// A `Put` that never expires, of which no replaced version is kept, whatever the horizon: for
  /// what nobody asks about at an earlier position, at a third of the writes.
  record Overwrite(byte[] key, byte[] value) implements Change {}

  /// A `Delete` that keeps no version. Does nothing when there is no such key.
  record Erase(byte[] key) implements Change {}
}
