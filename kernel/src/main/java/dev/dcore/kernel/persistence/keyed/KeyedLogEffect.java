package dev.dcore.kernel.persistence.keyed;

import dev.dcore.kernel.persistence.compaction.CompactionPlan;
import dev.dcore.kernel.persistence.compaction.KeyedRecord;
import dev.dcore.kernel.persistence.compaction.SegmentStats;
import java.util.List;

/// What a [KeyedLog] wants done, and what it says.
public sealed interface KeyedLogEffect {
  record Operate(Lane lane, FileOperation operation) implements KeyedLogEffect {}

  record WakeAt(long nanos) implements KeyedLogEffect {}

  /// @param through what has been added: the caller adds again what came after
  record Opened(long through, List<SegmentStats> segments) implements KeyedLogEffect {
    public Opened {
      segments = List.copyOf(segments);
    }
  }

  /// It cannot be opened; this log takes nothing more.
  record OpenFailed(String reason) implements KeyedLogEffect {}

  /// What was added survives a power loss.
  record Added(long through) implements KeyedLogEffect {}

  /// Nothing was added. It may be tried again.
  record AddFailed(String reason) implements KeyedLogEffect {}

  record NothingToCompact() implements KeyedLogEffect {}

  record CompactionStarted(CompactionPlan plan) implements KeyedLogEffect {}

  /// How far a compaction has come.
  record Progress(long bytesRead, long bytesTotal, long recordsRead, long recordsKept)
      implements KeyedLogEffect {}

  /// The outputs stand for the inputs, also after a power loss.
  ///
  /// @param progress at the end
  record Compacted(CompactionPlan plan, List<SegmentStats> outputs, Progress progress)
      implements KeyedLogEffect {
    public Compacted {
      outputs = List.copyOf(outputs);
    }
  }

  /// Everything is as before.
  record CompactionCancelled() implements KeyedLogEffect {}

  /// Everything is as before.
  record CompactionFailed(String reason) implements KeyedLogEffect {}

  /// A file does not hold what was written to it.
  record Corrupt(String file, long offset, String reason) implements KeyedLogEffect {}

  /// The next keys in order; [KeyedLogInput.ScanOn] asks for more.
  ///
  /// @param records of each key its value, or the patches that nobody can fold; no tombstones
  /// @param last whether these are the last
  record Scanned(List<KeyedRecord> records, boolean last) implements KeyedLogEffect {
    public Scanned {
      records = List.copyOf(records);
    }
  }

  record ScanFailed(String reason) implements KeyedLogEffect {}

  /// The manifest could not be stored, and what the disk holds of it is not known: this log takes
  /// nothing more, and is opened again. What was under way is not done, or not known to be.
  record Poisoned(String reason) implements KeyedLogEffect {}
}
