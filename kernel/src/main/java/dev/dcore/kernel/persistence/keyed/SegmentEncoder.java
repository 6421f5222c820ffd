package dev.dcore.kernel.persistence.keyed;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.compaction.Key;
import dev.dcore.kernel.persistence.compaction.KeyedRecord;
import dev.dcore.kernel.persistence.compaction.SegmentStats;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One segment on its way to the disk: its bytes, chunk by chunk, and its figures.
final class SegmentEncoder {
  private final long id;
  private final int level;
  private byte[] chunk;
  private int filled;
  private int checksum;
  private long bytes;
  private long records;
  private long tombstones;
  private long minSequence = Long.MAX_VALUE;
  private long maxSequence = Long.MIN_VALUE;
  private long oldestNanos = Long.MAX_VALUE;
  private long newestNanos = Long.MIN_VALUE;
  private @Nullable KeyedRecord first;
  private @Nullable KeyedRecord last;

  SegmentEncoder(LogIdentity log, long id, int level) {
    this.id = id;
    this.level = level;
    this.chunk = SegmentLayout.header(log, id);
    this.checksum = SegmentLayout.headerChecksum(chunk);
    this.filled = chunk.length;
    this.bytes = chunk.length;
  }

  long id() {
    return id;
  }

  /// Of the whole file so far.
  long bytes() {
    return bytes;
  }

  int filled() {
    return filled;
  }

  @Nullable Key lastKey() {
    return last == null ? null : last.key();
  }

  void add(KeyedRecord record) {
    Invariant.check(
        last == null || KeyedRecord.compareInSegment(last, record) < 0,
        "a segment is in order, each version once");
    int length = SegmentLayout.bytes(record);
    if (filled + length > chunk.length) {
      chunk = Arrays.copyOf(chunk, Math.max(filled + length, 2 * chunk.length));
    }
    checksum = SegmentLayout.encode(record, checksum, chunk, filled);
    filled += length;
    bytes += length;
    records++;
    tombstones += record.kind() == KeyedRecord.Kind.TOMBSTONE ? 1 : 0;
    minSequence = Math.min(minSequence, record.sequence());
    maxSequence = Math.max(maxSequence, record.sequence());
    oldestNanos = Math.min(oldestNanos, record.nanos());
    newestNanos = Math.max(newestNanos, record.nanos());
    first = first == null ? record : first;
    last = record;
  }

  /// What is encoded and was not taken yet.
  byte[] takeChunk() {
    byte[] taken = filled == chunk.length ? chunk : Arrays.copyOf(chunk, filled);
    chunk = new byte[SegmentWriting.CHUNK_BYTES];
    filled = 0;
    return taken;
  }

  KeyedSegment finished() {
    String broken = "a segment has records";
    SegmentStats stats =
        new SegmentStats(
            id,
            level,
            bytes,
            records,
            tombstones,
            0,
            minSequence,
            maxSequence,
            oldestNanos,
            newestNanos,
            Invariant.present(first, broken).key(),
            Invariant.present(last, broken).key(),
            false);
    return new KeyedSegment(stats, checksum);
  }
}
