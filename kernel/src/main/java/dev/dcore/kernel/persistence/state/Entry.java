package dev.dcore.kernel.persistence.state;

/// One version of a key. Nobody changes its arrays.
///
/// @param value empty for a tombstone
/// @param position where in the log this version was written
/// @param createdPosition where the key was written first since it was last gone
/// @param version how often the key was written since then; 1 is the first time, 0 a tombstone
/// @param expiresAtNanos the logical time from which on the key is gone, or [StateStore#NEVER]
public record Entry(
    byte[] key,
    byte[] value,
    long position,
    long createdPosition,
    int version,
    long expiresAtNanos) {
  /// Whether this version says that the key was gone.
  public boolean tombstone() {
    return version == 0;
  }
}
