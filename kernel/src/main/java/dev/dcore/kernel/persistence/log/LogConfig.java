package dev.dcore.kernel.persistence.log;

import dev.dcore.kernel.base.Invariant;

/// How a log uses its disk and memory.
///
/// @param directory of its files, within the disk's
/// @param segmentBytes of one file; a new log takes twice this, since the next file is made ahead
/// @param batchBytes what is gathered for one write at most; it holds four of these in memory
/// @param recordBytesMax the largest payload of a record
public record LogConfig(
    String directory, int segmentBytes, int batchBytes, int recordBytesMax, SyncPolicy policy) {
  /// A segment's share of the log is lost to a rotation's two syncs and to recovery's search of the
  /// tail; this size makes both less than a hundredth.
  public static final LogConfig DEFAULT =
      new LogConfig("wal", 64 << 20, 256 << 10, 1 << 20, SyncPolicy.EVERY_APPEND);

  public LogConfig {
    Invariant.check(batchBytes >= 512, "a batch holds a few records");
    Invariant.check(recordBytesMax >= 0, "a record's length");
    Invariant.check(
        recordBytesMax <= (1 << 30) - BatchHeader.BYTES - RecordFormat.HEADER_BYTES,
        "a record fits an array of bytes");
    Invariant.check(
        segmentBytes >= SegmentHeader.BYTES + batchBytesMax(batchBytes, recordBytesMax),
        "a segment holds at least one batch");
  }

  public LogConfig withDirectory(String name) {
    return new LogConfig(name, segmentBytes, batchBytes, recordBytesMax, policy);
  }

  public LogConfig withSegmentBytes(int bytes) {
    return new LogConfig(directory, bytes, batchBytes, recordBytesMax, policy);
  }

  public LogConfig withPolicy(SyncPolicy other) {
    return new LogConfig(directory, segmentBytes, batchBytes, recordBytesMax, other);
  }

  /// The largest batch: one record may be larger than what is gathered.
  int batchBytesMax() {
    return batchBytesMax(batchBytes, recordBytesMax);
  }

  private static int batchBytesMax(int batchBytes, int recordBytesMax) {
    int largest = payloadBytesMax(recordBytesMax);
    return Math.max(batchBytes, BatchHeader.BYTES + RecordFormat.bytes(largest));
  }

  /// The largest payload: a truncation's may be larger than any caller's.
  int payloadBytesMax() {
    return payloadBytesMax(recordBytesMax);
  }

  private static int payloadBytesMax(int recordBytesMax) {
    return Math.max(recordBytesMax, StreamTable.BYTES_MAX);
  }
}
