package dev.dcore.kernel.cluster.swim;

import java.nio.ByteBuffer;

/// The digests of some ranges, as bytes:
///
/// ```text
/// for each range, 17 bytes, big-endian
///   bits (1) | prefix (4) | how many members (4) | digest (8)
/// ```
final class RangeDigests {
  static final int BYTES = 17;

  /// Is told of each range.
  @FunctionalInterface
  interface Visitor {
    void range(Range range, int count, long digest);
  }

  private RangeDigests() {}

  static void put(ByteBuffer out, Range range, int count, long digest) {
    out.put((byte) range.bits()).putInt(range.prefix()).putInt(count).putLong(digest);
  }

  /// @throws IllegalArgumentException when the bytes are not such digests; those before were
  ///   visited
  static void read(byte[] bytes, Visitor visitor) {
    if (bytes.length % BYTES != 0) {
      throw new IllegalArgumentException("digests of " + bytes.length + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.hasRemaining()) {
      visitor.range(new Range(in.get(), in.getInt()), in.getInt(), in.getLong());
    }
  }
}
