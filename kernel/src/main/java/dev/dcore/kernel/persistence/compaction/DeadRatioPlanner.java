package dev.dcore.kernel.persistence.compaction;

import dev.dcore.kernel.base.Invariant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Rewrites the segment with the largest share of dead bytes in its place: vacuum. It neither moves
/// what lives to another level nor merges; what killed the dead is looked up in newer segments.
///
/// Source: the cleaning by utilisation of Rosenblum and Ousterhout, "The Design and Implementation
/// of a Log-Structured File System" (1992), section 3.
///
/// @param deadShareMin a segment with less is left alone
/// @param workBytesMax the most that one plan reads; a segment larger than this is left alone, and
///   newer segments that do not fit are not asked
public record DeadRatioPlanner(double deadShareMin, long workBytesMax)
    implements CompactionPlanner {
  public DeadRatioPlanner {
    Invariant.check(deadShareMin > 0 && deadShareMin <= 1, "a share of a segment's bytes");
    Invariant.check(workBytesMax > 0, "a bound of the work");
  }

  @Override
  public CompactionPlan plan(List<SegmentStats> segments, long nowNanos) {
    return segments.stream()
        .filter(each -> !each.active() && each.bytes() <= workBytesMax)
        .filter(each -> each.deadBytes() > 0 && deadShare(each) >= deadShareMin)
        .max(
            Comparator.comparingDouble(DeadRatioPlanner::deadShare)
                .thenComparing(Comparator.comparingLong(SegmentStats::id).reversed()))
        .map(input -> rewrite(input, segments))
        .orElse(CompactionPlan.NOTHING);
  }

  /// The nearest in time replaced most of what was replaced first.
  private CompactionPlan rewrite(SegmentStats input, List<SegmentStats> segments) {
    List<SegmentStats> newer = new ArrayList<>();
    for (SegmentStats each : segments) {
      if (!each.active() && each.overlaps(input) && input.olderThan(each)) {
        newer.add(each);
      }
    }
    newer.sort(Comparator.comparingLong(SegmentStats::minSequence));
    List<SegmentStats> witnesses = new ArrayList<>();
    long bytes = input.bytes();
    for (SegmentStats each : newer) {
      if (bytes + each.bytes() <= workBytesMax) {
        bytes += each.bytes();
        witnesses.add(each);
      }
    }
    return new CompactionPlan(
        List.of(input.id()), CompactionPlan.ids(witnesses), input.level(), List.of());
  }

  private static double deadShare(SegmentStats segment) {
    return (double) segment.deadBytes() / segment.bytes();
  }
}
