package dev.dcore.kernel.persistence.log;

import dev.dcore.kernel.base.Invariant;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The first sector of a segment's file. Big endian:
///
/// ```text
/// offset  0        4         8          12       16          32        40
///         +--------+---------+----------+--------+-----------+---------+---------------+
///         | DCWS   | version | checksum | flags  | log's id  | ordinal | firstSequence |
///         +--------+---------+----------+--------+-----------+---------+---------------+
///         48             56               64                 72         80       84
///         +--------------+----------------+------------------+----------+--------+---------------+
///         | start        | durableThrough | rewrittenThrough | previous | chain  | batchBytesMax |
///         +--------------+----------------+------------------+----------+--------+---------------+
///         88        96        104            448                            512
///         +---------+---------+--------------+------------------------------+
///         | capacity| repeats | zeros        | cluster: length, then UTF-8  |
///         +---------+---------+--------------+------------------------------+
/// ```
///
/// The checksum (CRC32C) covers all else of the sector. It is synced before the first batch of the
/// segment is written, so a segment with a batch and without an intact header is damaged. `ordinal`
/// is also in the file's name, so that a file of another name, or of a recycled segment, is not
/// taken for this one.
///
/// A segment begins when all before it is synced, unless recovery made it: then it first repeats
/// the batches from `firstSequence` through `rewrittenThrough`, which the segment before it holds
/// as well, and counts only once it has all of these ([FreshSegment]; [Survey] looks whether it
/// has).
///
/// @param ordinal no two segments that a log ever began share one
/// @param start the first sequence that the log still held when it began
/// @param durableThrough all up to here was synced when it began
/// @param rewrittenThrough `firstSequence - 1` unless recovery made it
/// @param previous the ordinal of the segment that it continues; 0 for the first
/// @param chain the checksum of the batch before its first
/// @param batchBytesMax no batch in it is larger
/// @param capacity of the file
/// @param repeats the ordinal of the segment whose records recovery repeats in it; 0 when none are.
///   It is deleted only when this one has all of them
/// @param recycled whether the file was another segment's, so that what follows the last batch may
///   be anything
record SegmentHeader(
    LogIdentity identity,
    long ordinal,
    long firstSequence,
    long start,
    long durableThrough,
    long rewrittenThrough,
    long previous,
    int chain,
    int batchBytesMax,
    long capacity,
    long repeats,
    boolean recycled) {
  /// One sector: disks write it whole or not at all.
  static final int BYTES = 512;

  private static final int MAGIC = 0x44435753;
  private static final int VERSION = 1;
  private static final int CHECKSUM_OFFSET = 8;
  private static final int CLUSTER_OFFSET = 448;
  private static final int RECYCLED = 1;

  SegmentHeader {
    Invariant.check(ordinal > 0 && previous < ordinal, "segments are numbered upwards from 1");
    Invariant.check(
        firstSequence > 0 && start > 0 && start <= firstSequence, "sequences begin at 1");
    Invariant.check(durableThrough == firstSequence - 1, "what comes before a segment is synced");
    Invariant.check(rewrittenThrough >= firstSequence - 1, "what is rewritten");
    Invariant.check(repeats >= 0 && repeats < ordinal, "what it repeats is older");
    Invariant.check(batchBytesMax > 0 && capacity >= BYTES + batchBytesMax, "its sizes");
  }

  /// Of the segment that follows another, all of which is synced.
  ///
  /// @param start the first sequence that the log still holds
  /// @param synced the last sequence, that of the segment's last record
  /// @param recycled whether its file was another segment's
  static SegmentHeader after(
      Segment last, long start, long synced, LogConfig config, boolean recycled) {
    return new SegmentHeader(
        last.header().identity(),
        last.ordinal() + 1,
        last.nextSequence(),
        start,
        synced,
        synced,
        last.ordinal(),
        last.chain(),
        config.batchBytesMax(),
        config.segmentBytes(),
        0,
        recycled);
  }

  /// What is written at the file's beginning: the header, and zeros where the first batch will be.
  ByteBuffer image(IntFunction<ByteBuffer> memory) {
    ByteBuffer bytes = memory.apply(BYTES + BatchHeader.BYTES);
    encode(bytes);
    BatchHeader.blank(bytes);
    return bytes.flip();
  }

  void encode(ByteBuffer to) {
    byte[] bytes = new byte[BYTES];
    ByteBuffer.wrap(bytes)
        .putInt(MAGIC)
        .putInt(VERSION)
        .putInt(0)
        .putInt(recycled ? RECYCLED : 0)
        .putLong(identity.high())
        .putLong(identity.low())
        .putLong(ordinal)
        .putLong(firstSequence)
        .putLong(start)
        .putLong(durableThrough)
        .putLong(rewrittenThrough)
        .putLong(previous)
        .putInt(chain)
        .putInt(batchBytesMax)
        .putLong(capacity)
        .putLong(repeats);
    byte[] cluster = identity.cluster().getBytes(StandardCharsets.UTF_8);
    ByteBuffer.wrap(bytes).position(CLUSTER_OFFSET).putShort((short) cluster.length).put(cluster);
    ByteBuffer.wrap(bytes).putInt(CHECKSUM_OFFSET, checksum(bytes));
    to.put(bytes);
  }

  /// @return null when these are not the bytes of an intact header of this version
  static @Nullable SegmentHeader decode(byte[] bytes) {
    if (bytes.length != BYTES) {
      return null;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (buffer.getInt() != MAGIC
        || buffer.getInt() != VERSION
        || buffer.getInt() != checksum(bytes)) {
      return null;
    }
    int flags = buffer.getInt();
    long high = buffer.getLong();
    long low = buffer.getLong();
    int length = buffer.getShort(CLUSTER_OFFSET);
    if (length < 0 || length > LogIdentity.CLUSTER_BYTES_MAX) {
      return null;
    }
    String cluster = new String(bytes, CLUSTER_OFFSET + 2, length, StandardCharsets.UTF_8);
    try {
      return new SegmentHeader(
          new LogIdentity(high, low, cluster),
          buffer.getLong(),
          buffer.getLong(),
          buffer.getLong(),
          buffer.getLong(),
          buffer.getLong(),
          buffer.getLong(),
          buffer.getInt(),
          buffer.getInt(),
          buffer.getLong(),
          buffer.getLong(),
          (flags & RECYCLED) != 0);
    } catch (Invariant.Violation impossible) {
      return null;
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, CHECKSUM_OFFSET);
    crc.update(bytes, CHECKSUM_OFFSET + 4, BYTES - CHECKSUM_OFFSET - 4);
    return (int) crc.getValue();
  }
}
