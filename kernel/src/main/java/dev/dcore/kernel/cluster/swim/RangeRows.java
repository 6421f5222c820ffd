package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.identity.NodeId;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/// All rows of some ranges without their claims, as bytes:
///
/// ```text
/// for each range, big-endian
///   bits (1) | prefix (4) | count (4) | count * { id (16) | rank (8) }
/// ```
final class RangeRows {
  static final int HEADER_BYTES = 9;
  static final int ROW_BYTES = 24;

  /// Is told of each range.
  @FunctionalInterface
  interface Visitor {
    void range(Range range, Map<NodeId, Long> ranks);
  }

  private RangeRows() {}

  static void header(ByteBuffer out, Range range, int count) {
    out.put((byte) range.bits()).putInt(range.prefix()).putInt(count);
  }

  static void row(ByteBuffer out, NodeId id, long rank) {
    out.putLong(id.high()).putLong(id.low()).putLong(rank);
  }

  /// @throws IllegalArgumentException when the bytes are not such rows; those before were visited
  static void read(byte[] bytes, Visitor visitor) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.hasRemaining()) {
      if (in.remaining() < HEADER_BYTES) {
        throw new IllegalArgumentException("rows of " + bytes.length + " bytes");
      }
      Range range = new Range(in.get(), in.getInt());
      int count = in.getInt();
      if (count < 0 || count > in.remaining() / ROW_BYTES) {
        throw new IllegalArgumentException("a range says that it has " + count + " rows");
      }
      Map<NodeId, Long> ranks = new LinkedHashMap<>();
      for (int i = 0; i < count; i++) {
        ranks.put(new NodeId(in.getLong(), in.getLong()), in.getLong());
      }
      visitor.range(range, ranks);
    }
  }
}
