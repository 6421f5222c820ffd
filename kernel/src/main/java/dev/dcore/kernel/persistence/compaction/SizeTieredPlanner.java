package dev.dcore.kernel.persistence.compaction;

import dev.dcore.kernel.base.Invariant;
import java.util.List;

/// Merges neighbours in time that are of about one size: each byte is written again once for every
/// time that its segment grows by the factor `inputsMin`. For what is mostly written.
///
/// From each segment on, newest first, a run takes in the next older one while that is not much
/// larger than the whole run, so that a small segment between large ones is taken along.
///
/// Source: "universal compaction" of RocksDB, after the tiered merges of O'Neil et al., "The
/// Log-Structured Merge-Tree" (1996).
///
/// @param inputsMin a run of fewer is not worth it
/// @param sizeRatio how many times as large as the run before it a segment may be to join it
/// @param workBytesMax the most that one plan reads
public record SizeTieredPlanner(int inputsMin, double sizeRatio, long workBytesMax)
    implements CompactionPlanner {
  public SizeTieredPlanner {
    Invariant.check(inputsMin >= 2 && inputsMin <= INPUTS_MAX, "a merge takes two or more");
    Invariant.check(sizeRatio >= 1 && workBytesMax > 0, "a ratio of sizes, a bound of the work");
  }

  @Override
  public CompactionPlan plan(List<SegmentStats> segments, long nowNanos) {
    List<SegmentStats> inTime = CompactionPlanner.inTime(segments);
    for (int end = inTime.size(); end >= inputsMin; end--) {
      int from = startOfRun(inTime, end);
      if (end - from >= inputsMin) {
        return CompactionPlan.merge(inTime.subList(from, end), 0);
      }
    }
    return CompactionPlan.NOTHING;
  }

  /// Where the run that ends before this place begins.
  private int startOfRun(List<SegmentStats> inTime, int end) {
    int from = end - 1;
    long bytes = inTime.get(from).bytes();
    while (from > 0 && end - from < INPUTS_MAX) {
      long next = inTime.get(from - 1).bytes();
      if (next > sizeRatio * bytes || bytes + next > workBytesMax) {
        break;
      }
      bytes += next;
      from--;
    }
    return from;
  }
}
