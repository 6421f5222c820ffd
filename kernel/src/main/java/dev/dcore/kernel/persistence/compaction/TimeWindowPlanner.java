package dev.dcore.kernel.persistence.compaction;

import dev.dcore.kernel.base.Invariant;
import java.util.List;

/// Merges what was written in one window of time, once the window is over, and never touches it
/// again; the window that is still written to is compacted by size. For records that are read by
/// when they were written.
///
/// Source: Jirsa and Eriksson, "TimeWindowCompactionStrategy", Apache Cassandra CASSANDRA-9666.
///
/// @param workBytesMax the most that one plan reads
/// @param current for the window that is not over
public record TimeWindowPlanner(long windowNanos, long workBytesMax, SizeTieredPlanner current)
    implements CompactionPlanner {
  public TimeWindowPlanner {
    Invariant.check(windowNanos > 0 && workBytesMax > 0, "a window and a bound of the work");
  }

  @Override
  public CompactionPlan plan(List<SegmentStats> segments, long nowNanos) {
    List<SegmentStats> inTime = CompactionPlanner.inTime(segments);
    long currentWindow = window(nowNanos);
    int from = 0;
    while (from < inTime.size()) {
      int to = endOfRun(inTime, from);
      boolean over = window(inTime.get(from).newestNanos()) < currentWindow;
      if (over && to - from > 1) {
        return CompactionPlan.merge(inTime.subList(from, to), 0);
      }
      // A run that the bound of work cut short begins again with what did not fit.
      from = to;
    }
    // Only those behind the last segment of an older window: what is merged are neighbours.
    int start = inTime.size();
    while (start > 0 && window(inTime.get(start - 1).newestNanos()) >= currentWindow) {
      start--;
    }
    return current.plan(inTime.subList(start, inTime.size()), nowNanos);
  }

  /// Where the neighbours of this segment's window that fit into one plan end.
  private int endOfRun(List<SegmentStats> inTime, int from) {
    long window = window(inTime.get(from).newestNanos());
    long bytes = 0;
    int to = from;
    while (to < inTime.size()
        && to - from < INPUTS_MAX
        && window(inTime.get(to).newestNanos()) == window) {
      bytes += inTime.get(to).bytes();
      if (bytes > workBytesMax && to > from) {
        break;
      }
      to++;
    }
    return to;
  }

  private long window(long nanos) {
    return Math.floorDiv(nanos, windowNanos);
  }
}
