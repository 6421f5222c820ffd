package dev.dcore.kernel.persistence.log;

import dev.dcore.kernel.base.Invariant;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// One segment of a log that is open: where it ends, where in it to look for a sequence, and up to
/// which index it holds records of each stream.
final class Segment {
  /// Places that a segment remembers: to find a record, a 64th of the segment is read at most, and
  /// the memory for a log is a ten-thousandth of it.
  private static final int PLACES = 64;

  private final SegmentHeader header;
  private final String file;
  private long fileBytes;
  private long end = SegmentHeader.BYTES;
  private long nextSequence;
  private int chain;

  // Batches at about equal distances.
  private final long[] placeSequences = new long[PLACES];
  private final int[] placeOffsets = new int[PLACES];
  private final int[] placeChains = new int[PLACES];
  private int places;

  private int[] streams = new int[2];
  private long[] lastIndexes = new long[2];
  private int streamCount;

  Segment(String directory, SegmentHeader header, long fileBytes) {
    this.header = header;
    this.fileBytes = fileBytes;
    this.file = path(directory, header.ordinal());
    this.nextSequence = header.firstSequence();
    this.chain = header.chain();
  }

  static String path(String directory, long ordinal) {
    return directory.isEmpty()
        ? SegmentName.of(ordinal)
        : directory + "/" + SegmentName.of(ordinal);
  }

  SegmentHeader header() {
    return header;
  }

  String file() {
    return file;
  }

  /// How long the file is.
  long fileBytes() {
    return fileBytes;
  }

  /// Nothing more will be added, and the file ends with what is there.
  void cut() {
    fileBytes = Math.min(fileBytes, end);
  }

  long ordinal() {
    return header.ordinal();
  }

  long firstSequence() {
    return header.firstSequence();
  }

  /// Where the next batch goes.
  long end() {
    return end;
  }

  long nextSequence() {
    return nextSequence;
  }

  /// The checksum of its last batch that has records.
  int chain() {
    return chain;
  }

  boolean fits(int batchBytes) {
    return end + batchBytes <= header.capacity();
  }

  /// Takes a batch that was written, or found, at its end.
  ///
  /// @param records the buffer that holds the batch's records from `at` on
  void add(int batchBytes, int checksum, int count, ByteBuffer records, int at) {
    if (places < PLACES && end - SegmentHeader.BYTES >= places * (header.capacity() / PLACES)) {
      placeSequences[places] = nextSequence;
      placeOffsets[places] = Math.toIntExact(end);
      placeChains[places] = chain;
      places++;
    }
    int next = at;
    for (int i = 0; i < count; i++) {
      if (RecordFormat.kind(records, next) == RecordKind.DATA.code()) {
        index(RecordFormat.stream(records, next), RecordFormat.index(records, next));
      }
      next += RecordFormat.bytes(RecordFormat.length(records, next));
    }
    end += batchBytes;
    nextSequence += count;
    if (count > 0) {
      chain = checksum;
    }
  }

  /// The remembered place at or before a sequence of this segment.
  Place place(long sequence) {
    Invariant.check(sequence >= header.firstSequence(), "a sequence of this segment");
    int found = Arrays.binarySearch(placeSequences, 0, places, sequence);
    int i = found >= 0 ? firstOf(found) : -found - 2;
    return i < 0
        ? new Place(SegmentHeader.BYTES, header.firstSequence(), header.chain())
        : new Place(placeOffsets[i], placeSequences[i], placeChains[i]);
  }

  /// Marks share their sequence with the batch that follows.
  private int firstOf(int found) {
    int i = found;
    while (i > 0 && placeSequences[i - 1] == placeSequences[i]) {
      i--;
    }
    return i;
  }

  /// Whether no stream needs it any more.
  boolean droppable(StreamTable table) {
    for (int i = 0; i < streamCount; i++) {
      if (lastIndexes[i] >= table.first(streams[i])) {
        return false;
      }
    }
    return true;
  }

  private void index(int stream, long index) {
    for (int i = 0; i < streamCount; i++) {
      if (streams[i] == stream) {
        lastIndexes[i] = Math.max(lastIndexes[i], index);
        return;
      }
    }
    if (streamCount == streams.length) {
      streams = Arrays.copyOf(streams, 2 * streamCount);
      lastIndexes = Arrays.copyOf(lastIndexes, 2 * streamCount);
    }
    streams[streamCount] = stream;
    lastIndexes[streamCount] = index;
    streamCount++;
  }

  /// A batch's place.
  ///
  /// @param sequence of its first record
  /// @param chain the checksum of the batch before it
  record Place(long offset, long sequence, int chain) {}
}
