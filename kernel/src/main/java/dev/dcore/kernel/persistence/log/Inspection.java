package dev.dcore.kernel.persistence.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a look at a log's files found; nothing was changed.
///
/// @param identity whose log it is; null when no file says so
/// @param firstSequence of the first record that counts
/// @param durableThrough the last record that is known to have been synced
/// @param lastSequence of the last record that is whole
/// @param segments the log, oldest first
/// @param others files that are not part of it: made ahead, or left by a crash
/// @param truncated the torn end, if there is one; and those of recoveries that were interrupted
/// @param damage what is wrong where it was synced: [LogEffect.Corrupt] or [LogEffect.Refused];
///   null when nothing is
public record Inspection(
    @Nullable LogIdentity identity,
    long firstSequence,
    long durableThrough,
    long lastSequence,
    List<SegmentFacts> segments,
    List<String> others,
    List<Recovered.Truncated> truncated,
    @Nullable LogEffect damage) {
  public Inspection {
    segments = List.copyOf(segments);
    others = List.copyOf(others);
    truncated = List.copyOf(truncated);
  }

  /// One file of the log.
  ///
  /// @param lastSequence one less than the first when it has no record
  /// @param usedBytes up to the end of its last batch
  /// @param rewrittenThrough recovery wrote its records up to here again; less than the first when
  ///   it was not recovery that made it
  public record SegmentFacts(
      String file,
      long ordinal,
      long firstSequence,
      long lastSequence,
      long usedBytes,
      long bytes,
      long rewrittenThrough) {}

  /// Whether every byte of the log is as it was written.
  public boolean intact() {
    return damage == null && truncated.isEmpty();
  }
}
