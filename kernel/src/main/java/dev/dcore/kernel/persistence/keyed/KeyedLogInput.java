package dev.dcore.kernel.persistence.keyed;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.compaction.CompactionPlanner;
import dev.dcore.kernel.persistence.compaction.KeyedRecord;
import java.util.List;

/// What happens to a [KeyedLog].
public sealed interface KeyedLogInput {
  /// The first input, once.
  ///
  /// @param identity of the log that is made when there is none
  record Open(LogIdentity identity) implements KeyedLogInput {}

  /// Adds what was written after all that was added before: one at a time. What the active end of
  /// the log is, and how it survives, is the caller's; it may drop what has been added.
  ///
  /// @param records in any order, each version once
  /// @param through the last sequence that this covers, whether a record is left of it or not
  record Add(List<KeyedRecord> records, long through) implements KeyedLogInput {
    public Add {
      records = List.copyOf(records);
      long last = through;
      Invariant.check(
          records.stream().allMatch(each -> each.sequence() <= last), "it covers its records");
    }
  }

  /// Compacts as the planner says: once; one at a time.
  record Compact(CompactionPlanner planner, long logicalNanos) implements KeyedLogInput {}

  /// Gives up the compaction that is under way, if it has not been switched to yet.
  record CancelCompaction() implements KeyedLogInput {}

  /// All readers and replicas have passed this sequence: nobody asks any more for the state before
  /// it or waits for what was written up to it. Until the first one nothing that may be asked for
  /// is dropped. A lower one than before changes nothing.
  record Passed(long lowWater) implements KeyedLogInput {}

  /// Newer records replace so many bytes more of a segment: what `DeadRatioPlanner` goes by. It is
  /// an estimate, and lost in a crash.
  record Replaced(long segment, long bytes) implements KeyedLogInput {}

  /// Reads the newest state of all keys as it is now, in order: one at a time.
  record Scan() implements KeyedLogInput {}

  /// The next batch of the scan.
  record ScanOn() implements KeyedLogInput {}

  /// It is as late as [KeyedLogEffect.WakeAt] said.
  record Wake() implements KeyedLogInput {}

  record Operated(Lane lane, FileResult result) implements KeyedLogInput {}
}
