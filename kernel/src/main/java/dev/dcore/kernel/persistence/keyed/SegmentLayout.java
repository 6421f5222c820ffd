package dev.dcore.kernel.persistence.keyed;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.compaction.Key;
import dev.dcore.kernel.persistence.compaction.KeyedRecord;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The bytes of a segment: a header, and records by key, of each key the newest first.
///
/// ```text
/// offset  0       4         8          16        24      32     36         40
///         +-------+---------+----------+---------+-------+------+----------+---------
///         | magic | version | log high | log low |   id  |   0  | checksum | records        big endian
///         +-------+---------+----------+---------+-------+------+----------+---------
///
/// record  0          4            6      7   8              12         20      28    28+k    28+k+v
///         +----------+------------+------+---+--------------+----------+-------+-----+-------+
///         | checksum | key length | kind | 0 | value length | sequence | nanos | key | value |
///         +----------+------------+------+---+--------------+----------+-------+-----+-------+
/// ```
///
/// Kinds: 0 a value, 1 a patch, 2 a tombstone.
///
/// The header's checksum (CRC32C) covers what precedes it. A record's covers the checksum before it
/// and all else of the record, so that the last one vouches for every byte of the file and their
/// order. The manifest holds it, with the length: a segment is never written to again, and there is
/// no recovery within it; what does not check is damaged.
final class SegmentLayout {
  static final int HEADER_BYTES = 40;
  static final int RECORD_BYTES = 28;

  /// A record passes through memory as one piece.
  static final int VALUE_BYTES_MAX = 16 << 20;

  private static final int MAGIC = 0x44434B53;
  private static final int VERSION = 1;
  private static final int HEADER_CHECKSUM_OFFSET = 36;
  private static final int LENGTHS_OFFSET = 4;
  private static final int VALUE_LENGTH_OFFSET = 8;

  private SegmentLayout() {}

  static byte[] header(LogIdentity log, long id) {
    byte[] bytes = new byte[HEADER_BYTES];
    ByteBuffer.wrap(bytes)
        .putInt(MAGIC)
        .putInt(VERSION)
        .putLong(log.high())
        .putLong(log.low())
        .putLong(id)
        .putInt(0)
        .putInt(checksum(0, bytes, 0, HEADER_CHECKSUM_OFFSET));
    return bytes;
  }

  static int headerChecksum(byte[] header) {
    return ByteBuffer.wrap(header).getInt(HEADER_CHECKSUM_OFFSET);
  }

  static int bytes(KeyedRecord record) {
    return RECORD_BYTES + record.key().bytes().length + record.value().length;
  }

  /// @param previous the checksum before this record
  /// @return this record's
  static int encode(KeyedRecord record, int previous, byte[] into, int offset) {
    byte[] key = record.key().bytes();
    byte[] value = record.value();
    Invariant.check(value.length <= VALUE_BYTES_MAX, "a value fits a record");
    int length = RECORD_BYTES + key.length + value.length;
    ByteBuffer buffer = ByteBuffer.wrap(into, offset, length);
    buffer
        .putInt(0)
        .putShort((short) key.length)
        .put(code(record.kind()))
        .put((byte) 0)
        .putInt(value.length)
        .putLong(record.sequence())
        .putLong(record.nanos())
        .put(key)
        .put(value);
    int checksum = checksum(previous, into, offset + LENGTHS_OFFSET, length - LENGTHS_OFFSET);
    buffer.putInt(offset, checksum);
    return checksum;
  }

  /// How long the record at this place says that it is, or -1 when that cannot be; at least
  /// [#RECORD_BYTES] bytes are there.
  static int recordLength(byte[] bytes, int offset) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int key = Short.toUnsignedInt(buffer.getShort(offset + LENGTHS_OFFSET));
    int value = buffer.getInt(offset + VALUE_LENGTH_OFFSET);
    return value < 0 || value > VALUE_BYTES_MAX ? -1 : RECORD_BYTES + key + value;
  }

  static int recordChecksum(byte[] bytes, int offset) {
    return ByteBuffer.wrap(bytes).getInt(offset);
  }

  /// @param length of a record that is there as a whole
  /// @return null when it is not as it was written
  static @Nullable KeyedRecord decode(byte[] bytes, int offset, int length, int previous) {
    int sum = checksum(previous, bytes, offset + LENGTHS_OFFSET, length - LENGTHS_OFFSET);
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    if (buffer.getInt() != sum) {
      return null;
    }
    int keyLength = Short.toUnsignedInt(buffer.getShort());
    KeyedRecord.Kind kind = kind(buffer.get());
    buffer.get();
    int valueLength = buffer.getInt();
    long sequence = buffer.getLong();
    long nanos = buffer.getLong();
    int keyAt = offset + RECORD_BYTES;
    boolean empty = kind != KeyedRecord.Kind.TOMBSTONE || valueLength == 0;
    if (kind == null || sequence < 0 || !empty) {
      return null;
    }
    Key key = new Key(Arrays.copyOfRange(bytes, keyAt, keyAt + keyLength));
    byte[] value = Arrays.copyOfRange(bytes, keyAt + keyLength, offset + length);
    return new KeyedRecord(key, sequence, nanos, kind, value);
  }

  private static byte code(KeyedRecord.Kind kind) {
    return switch (kind) {
      case VALUE -> 0;
      case PATCH -> 1;
      case TOMBSTONE -> 2;
    };
  }

  private static KeyedRecord.@Nullable Kind kind(byte code) {
    return switch (code) {
      case 0 -> KeyedRecord.Kind.VALUE;
      case 1 -> KeyedRecord.Kind.PATCH;
      case 2 -> KeyedRecord.Kind.TOMBSTONE;
      default -> null;
    };
  }

  private static int checksum(int previous, byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      crc.update(previous >>> shift);
    }
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
