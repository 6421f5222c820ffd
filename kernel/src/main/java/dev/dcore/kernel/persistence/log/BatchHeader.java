package dev.dcore.kernel.persistence.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What stands before the records of one batch: those that were written together, and that are
/// there together or not at all. Big endian, at a multiple of 8 bytes:
///
/// ```text
/// offset  0      4          8              12          16        24        32       36
///         +------+----------+--------------+-----------+---------+---------+--------+---------+
///         | DCWB | checksum | bodyChecksum | bodyBytes | log     | ordinal | offset | records |
///         +------+----------+--------------+-----------+---------+---------+--------+---------+
///         40              48               56         60         64                64+bodyBytes
///         +---------------+----------------+----------+----------+------------------+
///         | firstSequence | durableThrough | previous | zero     | records          |
///         +---------------+----------------+----------+----------+------------------+
/// ```
///
/// `checksum` (CRC32C) covers the header from offset 8 on, and through `bodyChecksum` the records;
/// `previous` is the checksum of the last batch with records before it, so that a batch says what
/// it follows. The log, the segment's ordinal and the offset in the file say where it belongs: a
/// sector that was written to the wrong place, or left by an earlier use of the file, is not taken
/// for another.
///
/// A header that is intact tells the truth about `durableThrough` even when its records are torn. A
/// batch without records is a mark: it only says how far the log was synced, and no batch follows
/// from it, since it may be lost.
///
/// @param log [LogIdentity#tag]
/// @param durableThrough the last sequence known to be synced when the batch was written
/// @param previous the checksum of the batch before, in whichever segment; 0 for the log's first
record BatchHeader(
    int checksum,
    int bodyChecksum,
    int bodyBytes,
    long log,
    long ordinal,
    int offset,
    int records,
    long firstSequence,
    long durableThrough,
    int previous) {
  static final int BYTES = 64;

  /// Batches begin at multiples of this, and so do records.
  static final int ALIGNMENT = 8;

  static final int MAGIC = 0x44435742;

  private static final int CHECKSUM_OFFSET = 4;
  private static final int COVERED_OFFSET = 8;

  long lastSequence() {
    return firstSequence + records - 1;
  }

  int bytes() {
    return BYTES + bodyBytes;
  }

  /// Puts zeros where the next header will be: in a recycled file something else may be there, that
  /// could not be told from a batch that was damaged.
  static void blank(ByteBuffer to) {
    for (int i = 0; i < BYTES; i += 8) {
      to.putLong(0);
    }
  }

  /// Completes a batch whose records lie in the buffer from [#BYTES] to its limit.
  ///
  /// @return the checksum
  static int seal(
      ByteBuffer batch,
      CRC32C crc,
      long log,
      long ordinal,
      int offset,
      int records,
      long firstSequence,
      long durableThrough,
      int previous) {
    int bodyBytes = batch.limit() - BYTES;
    crc.reset();
    crc.update(batch.slice(BYTES, bodyBytes));
    int bodyChecksum = (int) crc.getValue();
    batch
        .putInt(0, MAGIC)
        .putInt(8, bodyChecksum)
        .putInt(12, bodyBytes)
        .putLong(16, log)
        .putLong(24, ordinal)
        .putInt(32, offset)
        .putInt(36, records)
        .putLong(40, firstSequence)
        .putLong(48, durableThrough)
        .putInt(56, previous)
        .putInt(60, 0);
    int checksum = checksum(batch, 0, crc);
    batch.putInt(CHECKSUM_OFFSET, checksum);
    return checksum;
  }

  /// @return null when there is no intact header at this place
  static @Nullable BatchHeader decode(ByteBuffer from, int at, CRC32C crc) {
    if (from.getInt(at) != MAGIC
        || from.getInt(at + 60) != 0
        || from.getInt(at + CHECKSUM_OFFSET) != checksum(from, at, crc)) {
      return null;
    }
    int bodyBytes = from.getInt(at + 12);
    int records = from.getInt(at + 36);
    if (bodyBytes < 0 || records < 0 || bodyBytes % ALIGNMENT != 0) {
      return null;
    }
    return new BatchHeader(
        from.getInt(at + CHECKSUM_OFFSET),
        from.getInt(at + 8),
        bodyBytes,
        from.getLong(at + 16),
        from.getLong(at + 24),
        from.getInt(at + 32),
        records,
        from.getLong(at + 40),
        from.getLong(at + 48),
        from.getInt(at + 56));
  }

  /// Whether the records that follow a header at this place are what it says.
  boolean bodyIntact(ByteBuffer from, int at, CRC32C crc) {
    crc.reset();
    crc.update(from.slice(at + BYTES, bodyBytes));
    return (int) crc.getValue() == bodyChecksum
        && RecordFormat.count(from, at + BYTES, bodyBytes) == records;
  }

  private static int checksum(ByteBuffer from, int at, CRC32C crc) {
    crc.reset();
    crc.update(from.slice(at + COVERED_OFFSET, BYTES - COVERED_OFFSET));
    return (int) crc.getValue();
  }
}
