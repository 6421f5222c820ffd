package dev.dcore.kernel.base;

import java.util.Arrays;

/// A part of an array, which it does not copy. Whoever holds one does not change the bytes.
///
/// @param offset where the part begins
/// @param length in bytes
public record Slice(byte[] bytes, int offset, int length) {
  public Slice {
    Invariant.check(
        offset >= 0 && length >= 0 && offset <= bytes.length - length, "a slice lies in its array");
  }

  public static Slice of(byte[] bytes) {
    return new Slice(bytes, 0, bytes.length);
  }

  public int end() {
    return offset + length;
  }

  public byte[] copy() {
    return Arrays.copyOfRange(bytes, offset, end());
  }
}
