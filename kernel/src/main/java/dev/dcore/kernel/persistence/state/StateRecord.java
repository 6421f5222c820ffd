package dev.dcore.kernel.persistence.state;

import dev.dcore.kernel.base.Invariant;
import java.nio.ByteBuffer;

/// One version of a key, as a backend's value.
///
/// ```text
/// offset  0          8         16        20           28
///         +----------+---------+---------+------------+--------
///         | position | created | version | expires at | value      big endian
///         +----------+---------+---------+------------+--------
/// ```
///
/// Version 0 is a tombstone.
final class StateRecord {
  private static final int VERSION_OFFSET = 16;
  private static final int EXPIRES_OFFSET = 20;
  private static final int VALUE_OFFSET = 28;

  private StateRecord() {}

  static byte[] encode(Entry entry) {
    return ByteBuffer.allocate(VALUE_OFFSET + entry.value().length)
        .putLong(entry.position())
        .putLong(entry.createdPosition())
        .putInt(entry.version())
        .putLong(entry.expiresAtNanos())
        .put(entry.value())
        .array();
  }

  static long position(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong(0);
  }

  static Entry decode(byte[] key, byte[] bytes) {
    Invariant.check(bytes.length >= VALUE_OFFSET, "a version of a key has its numbers");
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte[] value = new byte[bytes.length - VALUE_OFFSET];
    in.get(VALUE_OFFSET, value);
    return new Entry(
        key,
        value,
        in.getLong(0),
        in.getLong(Long.BYTES),
        in.getInt(VERSION_OFFSET),
        in.getLong(EXPIRES_OFFSET));
  }
}
