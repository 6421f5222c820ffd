package dev.dcore.kernel.persistence.log;

import java.util.List;

/// What a log found when it opened.
///
/// @param identity the log's own
/// @param firstSequence of the first record that is there; one more than the last when there is
///   none
/// @param lastSequence of the last record; all of them are durable
/// @param rewritten records that nobody knew to be synced, and that were written again
/// @param truncated what was cut off at the end, if anything, and what an interrupted recovery left
/// @param readOnly why nothing can be appended; empty when it can
public record Recovered(
    LogIdentity identity,
    long firstSequence,
    long lastSequence,
    long rewritten,
    List<Truncated> truncated,
    String readOnly) {
  public Recovered {
    truncated = List.copyOf(truncated);
  }

  /// The end of the log was not whole. Nothing there was ever known to be synced.
  ///
  /// @param offset of the first byte that does not count
  /// @param sequence of the first record that does not
  /// @param bytes how far behind it there is anything
  public record Truncated(String file, long offset, long sequence, long bytes, String reason) {}
}
