package dev.dcore.kernel.persistence.state;

import dev.dcore.kernel.base.Invariant;
import java.nio.ByteBuffer;

/// How far a state is.
///
/// ```text
/// offset  0          8     16        24     32      40
///         +----------+-----+---------+------+-------+
///         | position | now | horizon | keys | bytes |      big endian
///         +----------+-----+---------+------+-------+
/// ```
///
/// @param position of the last batch
/// @param nowNanos the logical time
/// @param horizon the oldest position whose versions are whole
/// @param keys how many keys there are
/// @param bytes what they and their values have together; replaced versions do not count
record StateMeta(long position, long nowNanos, long horizon, long keys, long bytes) {
  static final StateMeta NONE = new StateMeta(0, 0, 0, 0, 0);
  private static final int BYTES = 5 * Long.BYTES;

  byte[] encode() {
    return ByteBuffer.allocate(BYTES)
        .putLong(position)
        .putLong(nowNanos)
        .putLong(horizon)
        .putLong(keys)
        .putLong(bytes)
        .array();
  }

  static StateMeta decode(byte[] bytes) {
    Invariant.check(bytes.length == BYTES, "a state says how far it is");
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new StateMeta(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }
}
