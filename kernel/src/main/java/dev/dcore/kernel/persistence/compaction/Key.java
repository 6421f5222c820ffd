package dev.dcore.kernel.persistence.compaction;

import dev.dcore.kernel.base.Invariant;
import java.util.Arrays;
import java.util.HexFormat;

/// A key, in the order of its unsigned bytes. Nobody changes the bytes.
public record Key(byte[] bytes) implements Comparable<Key> {
  /// What the format of a segment has room for.
  public static final int BYTES_MAX = 0xFFFF;

  public Key {
    Invariant.check(bytes.length <= BYTES_MAX, "a key fits its length field");
  }

  @Override
  public int compareTo(Key other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key(byte[] those) && Arrays.equals(bytes, those);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
