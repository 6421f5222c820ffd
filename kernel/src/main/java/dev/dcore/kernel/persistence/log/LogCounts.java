package dev.dcore.kernel.persistence.log;

/// What a log did since it was opened.
///
/// @param records that were written, the log's own as well
/// @param payloadBytes of these
/// @param batches that were written, marks as well
/// @param writtenBytes of these, with headers and padding
/// @param syncs of batches
public record LogCounts(
    long records, long payloadBytes, long batches, long writtenBytes, long syncs) {
  /// What came since an earlier count.
  public LogCounts since(LogCounts before) {
    return new LogCounts(
        records - before.records,
        payloadBytes - before.payloadBytes,
        batches - before.batches,
        writtenBytes - before.writtenBytes,
        syncs - before.syncs);
  }
}
