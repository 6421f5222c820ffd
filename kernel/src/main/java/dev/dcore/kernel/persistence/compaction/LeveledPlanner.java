package dev.dcore.kernel.persistence.compaction;

import dev.dcore.kernel.base.Invariant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// Keeps each level but the first without overlaps, and each a factor larger than the one before: a
/// key is in one segment a level at most. For what is mostly read.
///
/// The last level that is too large moves on first, so that none is above its size when one more
/// segment is merged into it. Of a level, that segment moves which overlaps least with the next,
/// and where an output would overlap too much of the level after, it is cut: so that no later plan
/// becomes large.
///
/// Source: Ghemawat and Dean, LevelDB, "Compactions"; the choice of the least overlap is RocksDB's
/// `kMinOverlappingRatio`.
///
/// @param newestMax how many segments level 0 may have
/// @param baseBytes how large level 1 may be
/// @param fanout how many times as large as the one before each further level may be
/// @param workBytesMax a plan that reads more is made only when its level offers no smaller one
public record LeveledPlanner(int newestMax, long baseBytes, int fanout, long workBytesMax)
    implements CompactionPlanner {
  private static final int LAST = SegmentStats.LEVELS_MAX - 1;

  public LeveledPlanner {
    Invariant.check(newestMax >= 1 && baseBytes > 0 && fanout >= 2, "the shape of the levels");
    Invariant.check(workBytesMax > baseBytes, "level 1 is merged in one plan");
  }

  @Override
  public CompactionPlan plan(List<SegmentStats> segments, long nowNanos) {
    long levelBytesMax = baseBytes;
    int overfull = 0;
    for (int level = 1; level < LAST; level++) {
      if (CompactionPlanner.bytes(ofLevel(segments, level)) > levelBytesMax) {
        overfull = level;
      }
      levelBytesMax = Math.min(levelBytesMax, Long.MAX_VALUE / fanout) * fanout;
    }
    if (overfull > 0) {
      return moveOn(segments, overfull);
    }
    List<SegmentStats> newest = CompactionPlanner.inTime(segments);
    return newest.size() > newestMax ? moveOldest(segments, newest) : CompactionPlan.NOTHING;
  }

  private CompactionPlan moveOn(List<SegmentStats> segments, int level) {
    List<SegmentStats> next = ofLevel(segments, level + 1);
    SegmentStats chosen =
        ofLevel(segments, level).stream()
            .min(
                Comparator.comparingDouble((SegmentStats each) -> share(each, next))
                    .thenComparing(SegmentStats::firstKey))
            .orElseThrow();
    return merge(segments, List.of(chosen), level + 1);
  }

  /// The oldest segments of level 0, as many as fit.
  private CompactionPlan moveOldest(List<SegmentStats> segments, List<SegmentStats> newest) {
    List<SegmentStats> base = ofLevel(segments, 1);
    int count = 1;
    long bytes = newest.getFirst().bytes() + CompactionPlanner.bytes(base);
    while (count < Math.min(newest.size(), INPUTS_MAX)
        && bytes + newest.get(count).bytes() <= workBytesMax) {
      bytes += newest.get(count).bytes();
      count++;
    }
    return merge(segments, newest.subList(0, count), 1);
  }

  private CompactionPlan merge(
      List<SegmentStats> segments, List<SegmentStats> sources, int outputLevel) {
    List<SegmentStats> level = ofLevel(segments, outputLevel);
    List<SegmentStats> inputs = new ArrayList<>(sources);
    inputs.addAll(overlapping(sources, level));
    TreeSet<Key> cuts = new TreeSet<>();
    if (outputLevel < LAST) {
      addCuts(overlapping(inputs, ofLevel(segments, outputLevel + 1)), cuts);
    }
    // Between two sources may lie a segment that neither overlaps; no output may span it.
    level.stream()
        .filter(each -> !inputs.contains(each))
        .forEach(each -> cuts.add(each.firstKey()));
    return new CompactionPlan(
        CompactionPlan.ids(inputs), List.of(), outputLevel, List.copyOf(cuts));
  }

  /// An output meets at most half of the work's bound in the level after.
  private void addCuts(List<SegmentStats> after, TreeSet<Key> cuts) {
    long bytes = 0;
    for (SegmentStats each : after) {
      if (bytes > 0 && bytes + each.bytes() > workBytesMax / 2) {
        cuts.add(each.firstKey());
        bytes = 0;
      }
      bytes += each.bytes();
    }
  }

  private static List<SegmentStats> overlapping(
      List<SegmentStats> sources, List<SegmentStats> level) {
    return level.stream().filter(each -> sources.stream().anyMatch(each::overlaps)).toList();
  }

  private static double share(SegmentStats segment, List<SegmentStats> next) {
    return (double) CompactionPlanner.bytes(overlapping(List.of(segment), next)) / segment.bytes();
  }

  /// Without the active one, in the order of keys.
  private static List<SegmentStats> ofLevel(List<SegmentStats> segments, int level) {
    return segments.stream()
        .filter(each -> each.level() == level && !each.active())
        .sorted(Comparator.comparing(SegmentStats::firstKey))
        .toList();
  }
}
