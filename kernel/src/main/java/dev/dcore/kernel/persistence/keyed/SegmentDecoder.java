package dev.dcore.kernel.persistence.keyed;

import dev.dcore.kernel.persistence.compaction.KeyedRecord;
import java.util.Arrays;
import java.util.function.Consumer;

/// Takes a segment's bytes in pieces of any length, and gives its records.
final class SegmentDecoder {
  private final LogIdentity log;
  private final String file;
  private final KeyedSegment segment;
  private byte[] pending = {};
  private long offset;
  private int checksum;

  /// @param file its name, for who hears of damage
  SegmentDecoder(LogIdentity log, String file, KeyedSegment segment) {
    this.log = log;
    this.file = file;
    this.segment = segment;
  }

  /// Where the next piece begins.
  long position() {
    return offset + pending.length;
  }

  /// How long the next piece is: what a record that was begun still lacks, or a chunk.
  int wanted() {
    int lacking =
        offset > 0 && pending.length >= SegmentLayout.RECORD_BYTES
            ? SegmentLayout.recordLength(pending, 0) - pending.length
            : 0;
    int piece = Math.max(SegmentWriting.CHUNK_BYTES, lacking);
    return (int) Math.min(piece, segment.stats().bytes() - position());
  }

  boolean complete() {
    return offset == segment.stats().bytes();
  }

  /// @param piece what follows; empty at the end of the file
  void take(byte[] piece, Consumer<KeyedRecord> records) throws DamagedSegment {
    if (piece.length == 0) {
      throw damaged(position(), "the file is cut short");
    }
    byte[] bytes = Arrays.copyOf(pending, pending.length + piece.length);
    System.arraycopy(piece, 0, bytes, pending.length, piece.length);
    pending = bytes;
    if (offset == 0 && bytes.length < SegmentLayout.HEADER_BYTES) {
      return;
    }
    int at = offset == 0 ? header(bytes) : 0;
    while (bytes.length - at >= SegmentLayout.RECORD_BYTES) {
      int length = SegmentLayout.recordLength(bytes, at);
      if (length < 0 || offset + at + length > segment.stats().bytes()) {
        throw damaged(offset + at, "a record does not fit");
      }
      if (length > bytes.length - at) {
        break;
      }
      KeyedRecord record = SegmentLayout.decode(bytes, at, length, checksum);
      if (record == null) {
        throw damaged(offset + at, "a checksum does not hold");
      }
      checksum = SegmentLayout.recordChecksum(bytes, at);
      records.accept(record);
      at += length;
    }
    offset += at;
    pending = Arrays.copyOfRange(bytes, at, bytes.length);
    checkEnd();
  }

  private int header(byte[] bytes) throws DamagedSegment {
    byte[] expected = SegmentLayout.header(log, segment.id());
    int at = Arrays.mismatch(bytes, 0, expected.length, expected, 0, expected.length);
    if (at >= 0) {
      throw damaged(at, "not the header of segment " + segment.id() + " of this log");
    }
    checksum = SegmentLayout.headerChecksum(expected);
    return expected.length;
  }

  private void checkEnd() throws DamagedSegment {
    long end = segment.stats().bytes();
    if (position() == end && !complete()) {
      throw damaged(offset, "a record is cut short");
    }
    if (complete() && checksum != segment.checksum()) {
      throw damaged(end, "not the segment that the manifest names");
    }
  }

  private DamagedSegment damaged(long at, String reason) {
    return new DamagedSegment(file, at, reason);
  }
}
