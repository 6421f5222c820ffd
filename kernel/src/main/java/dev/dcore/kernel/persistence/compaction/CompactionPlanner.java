package dev.dcore.kernel.persistence.compaction;

import java.util.Comparator;
import java.util.List;

/// From figures of segments to what to do next: a pure function. Planners never take the active
/// segment; asked again after each plan was carried out, and with nothing written in between, they
/// come to [CompactionPlan#NOTHING].
public sealed interface CompactionPlanner
    permits TimeWindowPlanner, SizeTieredPlanner, LeveledPlanner, DeadRatioPlanner, WholePlanner {
  /// Each input of one merge takes a buffer; those of levels without overlaps are read one by one.
  int INPUTS_MAX = 32;

  /// @param segments of one log, in any order
  /// @param nowNanos the logical time, on the scale of the records' own
  CompactionPlan plan(List<SegmentStats> segments, long nowNanos);

  /// The segments of level 0 that may be merged, oldest first. Neighbours in it are neighbours in
  /// time: the active segment is the newest of all.
  static List<SegmentStats> inTime(List<SegmentStats> segments) {
    return segments.stream()
        .filter(segment -> segment.level() == 0 && !segment.active())
        .sorted(Comparator.comparingLong(SegmentStats::minSequence))
        .toList();
  }

  static long bytes(List<SegmentStats> segments) {
    return segments.stream().mapToLong(SegmentStats::bytes).sum();
  }
}
