package dev.dcore.kernel.persistence.log;

import dev.dcore.kernel.base.Invariant;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Which records of each stream are alive: from its first index, which a truncated prefix raises,
/// through its last, which a truncated suffix lowers.
///
/// Its bytes are the payload of a [RecordKind#TRUNCATE_PREFIX] record: the log's start, then for
/// each stream its number (4 bytes), first and last index (8 each), big endian. Each such record
/// holds all streams, so that what one says is not lost with the segment that it is in.
final class StreamTable {
  /// A few streams per node; consensus groups share one. It bounds the record of a truncation.
  static final int STREAMS_MAX = 256;

  private static final int ENTRY_BYTES = 20;

  static final int BYTES_MAX = 8 + STREAMS_MAX * ENTRY_BYTES;

  private int[] numbers = new int[4];
  private long[] firsts = new long[4];
  private long[] lasts = new long[4];
  private int count;
  private int latest;

  /// The first index that is not truncated; 1 for a stream that is not known.
  long first(int stream) {
    int row = row(stream);
    return row < 0 ? 1 : firsts[row];
  }

  /// 0 for a stream that is not known.
  long last(int stream) {
    int row = row(stream);
    return row < 0 ? 0 : lasts[row];
  }

  boolean knows(int stream) {
    return row(stream) >= 0;
  }

  /// Whether one more stream may begin.
  boolean hasRoom() {
    return count < STREAMS_MAX;
  }

  /// Whether a stream that is known has no record.
  boolean empty(int stream) {
    int row = row(stream);
    return row >= 0 && lasts[row] < firsts[row];
  }

  void data(int stream, long index) {
    int row = row(stream);
    if (row < 0) {
      add(stream, index, index);
      return;
    }
    if (lasts[row] < firsts[row]) {
      firsts[row] = Math.max(firsts[row], index);
    }
    lasts[row] = index;
  }

  void truncateSuffix(int stream, long from) {
    int row = row(stream);
    if (row >= 0) {
      lasts[row] = Math.min(lasts[row], from - 1);
    }
  }

  /// @param through all up to here may be dropped
  void truncatePrefix(int stream, long through) {
    int row = row(stream);
    Invariant.check(row >= 0, "a stream that has records");
    firsts[row] = Math.max(firsts[row], Math.min(through, lasts[row]) + 1);
  }

  /// Of [#encode].
  int bytes() {
    return 8 + count * ENTRY_BYTES;
  }

  byte[] encode(long start) {
    ByteBuffer bytes = ByteBuffer.allocate(bytes()).putLong(start);
    for (int row = 0; row < count; row++) {
      bytes.putInt(numbers[row]).putLong(firsts[row]).putLong(lasts[row]);
    }
    return bytes.array();
  }

  /// Takes what a truncation says.
  ///
  /// @return the log's start, or 0 when these are no bytes of a table
  long decode(ByteBuffer bytes) {
    int entries = (bytes.remaining() - 8) / ENTRY_BYTES;
    if (bytes.remaining() != 8 + entries * ENTRY_BYTES || entries > STREAMS_MAX) {
      return 0;
    }
    long start = bytes.getLong();
    for (int i = 0; i < entries; i++) {
      int stream = bytes.getInt();
      long first = bytes.getLong();
      long last = bytes.getLong();
      int row = row(stream);
      if (row < 0) {
        if (!hasRoom()) {
          return 0;
        }
        add(stream, first, last);
      } else {
        firsts[row] = first;
        lasts[row] = last;
      }
    }
    return Math.max(start, 0);
  }

  private int row(int stream) {
    if (latest < count && numbers[latest] == stream) {
      return latest;
    }
    for (int row = 0; row < count; row++) {
      if (numbers[row] == stream) {
        latest = row;
        return row;
      }
    }
    return -1;
  }

  private void add(int stream, long first, long last) {
    Invariant.check(hasRoom(), "at most " + STREAMS_MAX + " streams");
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * count);
      firsts = Arrays.copyOf(firsts, 2 * count);
      lasts = Arrays.copyOf(lasts, 2 * count);
    }
    numbers[count] = stream;
    firsts[count] = first;
    lasts[count] = last;
    latest = count;
    count++;
  }
}
