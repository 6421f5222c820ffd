package dev.dcore.kernel.persistence;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The bytes of one slot: a value that tells by itself whether it is whole, and which of two is the
/// newer one.
///
/// ```text
/// offset  0        4         8         16         20       24       24+n
///         +--------+---------+---------+----------+--------+--------+-------------
///         | magic  | version | ordinal | checksum | length | value  | anything      big endian
///         +--------+---------+---------+----------+--------+--------+-------------
/// ```
///
/// The checksum (CRC32C) covers all else up to the value's end. What follows is left of a longer
/// value that stood there before: a write does not shorten a file.
///
/// @param ordinal grows with every store
record SlotImage(long ordinal, byte[] value) {
  static final int HEADER_BYTES = 24;
  private static final int VERSION = 1;
  private static final int CHECKSUM_OFFSET = 16;
  private static final int LENGTH_OFFSET = 20;

  /// @param magic what kind of value it is
  byte[] encode(int magic) {
    byte[] bytes = new byte[HEADER_BYTES + value.length];
    ByteBuffer.wrap(bytes)
        .putInt(magic)
        .putInt(VERSION)
        .putLong(ordinal)
        .putInt(0)
        .putInt(value.length)
        .put(value)
        .putInt(CHECKSUM_OFFSET, checksum(bytes, value.length));
    return bytes;
  }

  /// @return null when the bytes are not one whole slot of this kind and version
  static @Nullable SlotImage decode(int magic, byte[] bytes) {
    if (bytes.length < HEADER_BYTES) {
      return null;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    boolean known = buffer.getInt() == magic && buffer.getInt() == VERSION;
    long ordinal = buffer.getLong();
    int sum = buffer.getInt();
    int length = buffer.getInt();
    boolean fits = length >= 0 && length <= bytes.length - HEADER_BYTES;
    if (!known || !fits || sum != checksum(bytes, length)) {
      return null;
    }
    byte[] value = new byte[length];
    buffer.get(value);
    return new SlotImage(ordinal, value);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, CHECKSUM_OFFSET);
    crc.update(bytes, LENGTH_OFFSET, HEADER_BYTES - LENGTH_OFFSET + length);
    return (int) crc.getValue();
  }
}
