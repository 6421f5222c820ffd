package dev.dcore.kernel.persistence.log;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.DiskOperation;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;

/// Reads a segment's batches in their order, each checked, up to the first that is not what has to
/// follow; and then searches the rest of the file for headers that are intact all the same, since
/// what they say about `durableThrough` decides whether the end is one.
///
/// It reads ahead: while one chunk is checked, the next is read. A batch that lies across two
/// chunks is moved before the second one.
final class SegmentScan {
  /// Read at a time: enough that a disk streams, and little beside a process's memory.
  private static final int CHUNK_BYTES = 1 << 20;

  private enum Mode {
    CHAIN,
    SEARCH,
    ENDED
  }

  /// Sees each batch in its turn.
  interface Visitor {
    /// For who only wants to know where the batches end.
    Visitor NOBODY = (_, _, _) -> {};

    /// @param buffer holds the batch at `at`, until the call returns
    void batch(BatchHeader header, ByteBuffer buffer, int at);
  }

  private final int batchBytesMax;
  private final int chunkBytes;
  private final ByteBuffer[] areas;
  private final CRC32C crc = new CRC32C();

  private String file = "";
  private long fileBytes;
  private long capacity;
  private long log;
  private boolean anyLog;
  private long ordinal;
  private long through;
  private Visitor visitor = Visitor.NOBODY;

  private Mode mode = Mode.ENDED;
  // Of reads: the next to ask for, and the next to complete.
  private long askOffset;
  private long chunkOffset;
  private int asked;
  private int completed;
  private int carry;

  private long position;
  private long nextSequence;
  private int chain;
  private String reason = "";
  private boolean endIsBlank;
  private long marks;
  private int headersBeyond;
  private long firstBeyond;
  private long lastNonZero;

  /// @param memory of the disk
  /// @param batchBytesMax no batch that it will meet is larger
  /// @param fileBytesMax no file either; where they are small, so is what it takes to read them
  SegmentScan(IntFunction<ByteBuffer> memory, int batchBytesMax, long fileBytesMax) {
    this.batchBytesMax = batchBytesMax;
    this.chunkBytes = Math.clamp(fileBytesMax, SegmentHeader.BYTES, CHUNK_BYTES);
    this.areas =
        new ByteBuffer[] {
          memory.apply(batchBytesMax + chunkBytes), memory.apply(batchBytesMax + chunkBytes)
        };
  }

  /// Read at a time.
  int chunkBytes() {
    return chunkBytes;
  }

  /// Begins with the batch at a place.
  ///
  /// @param last the scan ends with the batch of this sequence and searches no further; the largest
  ///   long for all there is
  void chain(Segment segment, Segment.Place from, long bytes, long last, Visitor sees) {
    begin(
        segment.file(), bytes, segment.header().identity().tag(), segment.ordinal(), from.offset());
    mode = Mode.CHAIN;
    anyLog = false;
    capacity = segment.header().capacity();
    nextSequence = from.sequence();
    chain = from.chain();
    through = last;
    visitor = sees;
    if (nextSequence > through) {
      mode = Mode.ENDED;
    }
  }

  /// Only searches, a file that has no intact header.
  ///
  /// @param of any log when it is not known which one it was
  void search(String name, long bytes, long of, boolean any, long number) {
    begin(name, bytes, of, number, 0);
    anyLog = any;
    mode = Mode.SEARCH;
  }

  private void begin(String name, long bytes, long of, long number, long from) {
    Invariant.check(mode == Mode.ENDED, "one scan at a time");
    file = name;
    fileBytes = bytes;
    log = of;
    ordinal = number;
    askOffset = from;
    chunkOffset = from;
    position = from;
    asked = 0;
    completed = 0;
    carry = 0;
    marks = 0;
    headersBeyond = 0;
    firstBeyond = Long.MAX_VALUE;
    lastNonZero = -1;
    reason = "";
    endIsBlank = true;
  }

  boolean ended() {
    return mode == Mode.ENDED && asked == completed;
  }

  /// The next read to ask for, when there is one to ask for now.
  boolean wantsRead() {
    return mode != Mode.ENDED && asked - completed < 2 && (asked == 0 || askOffset < fileBytes);
  }

  DiskOperation read() {
    ByteBuffer area = areas[asked & 1];
    int length = (int) Math.clamp(fileBytes - askOffset, 0L, chunkBytes);
    area.clear().position(batchBytesMax).limit(batchBytesMax + length);
    DiskOperation read = new DiskOperation.Read(file, askOffset, area.slice());
    area.clear();
    askOffset += length;
    asked++;
    return read;
  }

  /// Takes the oldest read that was asked for.
  void filled(int bytes) {
    Invariant.check(asked > completed, "a read that nobody asked for");
    ByteBuffer area = areas[completed & 1];
    completed++;
    long before = chunkOffset;
    chunkOffset += chunkBytes;
    if (mode == Mode.ENDED) {
      return;
    }
    boolean last = before + bytes >= fileBytes || bytes < chunkBytes;
    int at = batchBytesMax - carry;
    int limit = batchBytesMax + bytes;
    if (mode == Mode.CHAIN) {
      at = follow(area, at, limit, last);
    }
    if (mode == Mode.SEARCH) {
      at = seek(area, at, limit);
      if (last) {
        mode = Mode.ENDED;
      }
    }
    if (mode != Mode.ENDED) {
      carry = limit - at;
      areas[completed & 1].put(batchBytesMax - carry, area, at, carry);
    }
  }

  private int follow(ByteBuffer area, int from, int limit, boolean last) {
    int at = from;
    while (mode == Mode.CHAIN) {
      if (limit - at < BatchHeader.BYTES) {
        if (last) {
          // What is behind the last batch of a full segment is never written to.
          boolean full = limit == at || fileBytes >= capacity;
          end(full ? "" : "the file ends within a batch", full);
        }
        return at;
      }
      BatchHeader header = BatchHeader.decode(area, at, crc);
      String wrong = header == null ? noHeader(area, at) : wrong(header);
      if (header == null || !wrong.isEmpty()) {
        end(wrong, header == null && wrong.isEmpty());
        return at;
      }
      if (limit - at < header.bytes()) {
        if (last) {
          end("the file ends within a batch", false);
        }
        return at;
      }
      if (!header.bodyIntact(area, at, crc)) {
        end("the records are not those of their checksum", false);
        return at;
      }
      visitor.batch(header, area, at);
      marks = Math.max(marks, header.durableThrough());
      at += header.bytes();
      position += header.bytes();
      if (header.records() > 0) {
        chain = header.checksum();
      }
      nextSequence += header.records();
      if (nextSequence > through) {
        mode = Mode.ENDED;
      }
    }
    return at;
  }

  private static String noHeader(ByteBuffer area, int at) {
    for (int i = 0; i < BatchHeader.BYTES; i += 8) {
      if (area.getLong(at + i) != 0) {
        return "there is no batch";
      }
    }
    return "";
  }

  private String wrong(BatchHeader header) {
    if (!here(header, position)) {
      return "the batch belongs elsewhere";
    }
    if (header.bytes() > batchBytesMax) {
      return "the batch is too large";
    }
    if (header.firstSequence() != nextSequence) {
      return "the batch begins with " + header.firstSequence();
    }
    if (header.previous() != chain) {
      return "the batch follows another one than this";
    }
    if (header.records() > 0 && header.lastSequence() > through) {
      return "the batch goes beyond " + through;
    }
    return "";
  }

  private boolean here(BatchHeader header, long offset) {
    return ours(header) && header.offset() == offset;
  }

  /// Whether it was written to this segment. One that lies at a wrong place by now tells as well
  /// that the segment was begun, and how far the log was synced.
  private boolean ours(BatchHeader header) {
    return (anyLog || header.log() == log) && header.ordinal() == ordinal;
  }

  private void end(String why, boolean blank) {
    reason = why;
    endIsBlank = blank;
    mode = Mode.SEARCH;
  }

  private int seek(ByteBuffer area, int from, int limit) {
    int at = from;
    long offset = chunkOffset - chunkBytes - (batchBytesMax - at);
    while (limit - at >= BatchHeader.BYTES) {
      long eight = area.getLong(at);
      if (eight != 0) {
        lastNonZero = offset;
        if ((int) (eight >>> 32) == BatchHeader.MAGIC) {
          BatchHeader header = BatchHeader.decode(area, at, crc);
          if (header != null && ours(header)) {
            marks = Math.max(marks, header.durableThrough());
            headersBeyond++;
            firstBeyond = Math.min(firstBeyond, header.firstSequence());
          }
        }
      }
      at += BatchHeader.ALIGNMENT;
      offset += BatchHeader.ALIGNMENT;
    }
    return at;
  }

  /// Where the first batch would be that is not there.
  long end() {
    return position;
  }

  long nextSequence() {
    return nextSequence;
  }

  int chain() {
    return chain;
  }

  /// Why no batch follows; empty when there is nothing but zeros.
  String reason() {
    return reason;
  }

  /// Whether zeros follow the last batch, as far as a header would go.
  boolean endIsBlank() {
    return endIsBlank;
  }

  /// The highest `durableThrough` of all intact headers, also of those behind the end.
  long marks() {
    return marks;
  }

  /// Intact headers behind the end.
  int headersBeyond() {
    return headersBeyond;
  }

  /// The lowest sequence with which one of these begins.
  long firstBeyond() {
    return firstBeyond;
  }

  /// How many bytes behind the end are not zero.
  long bytesBeyond() {
    return lastNonZero < position ? 0 : Math.min(lastNonZero + 8, fileBytes) - position;
  }
}
