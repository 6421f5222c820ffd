package dev.dcore.kernel.persistence.log;

import java.nio.ByteBuffer;

/// The bytes of one record within a batch, big endian, at a multiple of 8 bytes:
///
/// ```text
/// offset  0        4        6      7      8       16        16+length
///         +--------+--------+------+------+-------+---------+-------------------+
///         | length | stream | kind | zero | index | payload | zeros, 0-7 bytes  |
///         +--------+--------+------+------+-------+---------+-------------------+
/// ```
///
/// A record has no sequence of its own: it is the batch's first plus its place in the batch. It has
/// no checksum of its own either: the batch has one, and is there as a whole or not at all.
final class RecordFormat {
  static final int HEADER_BYTES = 16;

  private RecordFormat() {}

  /// What a record takes in a batch.
  static int bytes(int length) {
    return HEADER_BYTES + ((length + 7) & -8);
  }

  static void write(
      ByteBuffer to,
      int stream,
      RecordKind kind,
      long index,
      byte[] payload,
      int offset,
      int length) {
    to.putInt(length)
        .putInt((stream << 16) | (kind.code() << 8))
        .putLong(index)
        .put(payload, offset, length);
    for (int left = bytes(length) - HEADER_BYTES - length; left > 0; left--) {
      to.put((byte) 0);
    }
  }

  static int length(ByteBuffer from, int at) {
    return from.getInt(at);
  }

  static int stream(ByteBuffer from, int at) {
    return from.getShort(at + 4) & 0xffff;
  }

  static int kind(ByteBuffer from, int at) {
    return from.get(at + 6);
  }

  static long index(ByteBuffer from, int at) {
    return from.getLong(at + 8);
  }

  static ByteBuffer payload(ByteBuffer from, int at) {
    return from.slice(at + HEADER_BYTES, length(from, at)).asReadOnlyBuffer();
  }

  /// @return how many records these bytes are, -1 when they are none
  static int count(ByteBuffer from, int at, int bytes) {
    int records = 0;
    int end = at + bytes;
    int next = at;
    while (next < end) {
      if (end - next < HEADER_BYTES) {
        return -1;
      }
      int length = length(from, next);
      if (length < 0 || length > end - next - HEADER_BYTES) {
        return -1;
      }
      next += bytes(length);
      records++;
    }
    return next == end ? records : -1;
  }
}
