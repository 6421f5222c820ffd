package dev.dcore.kernel.persistence.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Keys next to each other.
///
/// @param from the first, inclusive; empty for the first of all
/// @param to where it ends, exclusive, or null for the end of all
public record KeyRange(byte[] from, byte @Nullable [] to) {
  public static final KeyRange ALL = new KeyRange(new byte[0], null);

  /// All keys that begin so.
  public static KeyRange ofPrefix(byte[] prefix) {
    return new KeyRange(prefix, successor(prefix));
  }

  /// What is left of this range behind a key.
  public KeyRange after(byte[] key) {
    return new KeyRange(Arrays.copyOf(key, key.length + 1), to);
  }

  public boolean contains(byte[] key) {
    byte[] end = to;
    return Arrays.compareUnsigned(from, key) <= 0
        && (end == null || Arrays.compareUnsigned(key, end) < 0);
  }

  /// The first key behind all that begin so, or null when there is none.
  static byte @Nullable [] successor(byte[] prefix) {
    for (int last = prefix.length - 1; last >= 0; last--) {
      if (prefix[last] != (byte) 0xFF) {
        byte[] next = Arrays.copyOf(prefix, last + 1);
        next[last]++;
        return next;
      }
    }
    return null;
  }
}
