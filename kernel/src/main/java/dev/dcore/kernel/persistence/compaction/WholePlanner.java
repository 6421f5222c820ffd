package dev.dcore.kernel.persistence.compaction;

import java.util.Comparator;
import java.util.List;

/// Merges all there is, for who asks for it by hand. It reads and writes the whole log, and
/// afterwards nothing is left that a newer record replaces.
public record WholePlanner() implements CompactionPlanner {
  private static final int LEVEL = SegmentStats.LEVELS_MAX - 1;

  @Override
  public CompactionPlan plan(List<SegmentStats> segments, long nowNanos) {
    List<SegmentStats> sealed =
        segments.stream()
            .filter(each -> !each.active())
            .sorted(Comparator.comparingLong(SegmentStats::id))
            .toList();
    boolean done = sealed.stream().allMatch(each -> each.level() == LEVEL && each.deadBytes() == 0);
    return done ? CompactionPlan.NOTHING : CompactionPlan.merge(sealed, LEVEL);
  }
}
