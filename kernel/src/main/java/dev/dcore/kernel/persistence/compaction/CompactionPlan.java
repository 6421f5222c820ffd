package dev.dcore.kernel.persistence.compaction;

import dev.dcore.kernel.base.Invariant;
import java.util.List;

/// Which segments become which.
///
/// @param inputs are replaced by what is left of them; none: there is nothing to do
/// @param witnesses stay, and are read for what they replace in the inputs: newer segments only
/// @param outputLevel at level 0 the output is one segment, since segments there follow each other
///   in time; at a higher one it is cut into segments that do not overlap
/// @param cuts keys before which an output ends, in order
public record CompactionPlan(
    List<Long> inputs, List<Long> witnesses, int outputLevel, List<Key> cuts) {
  public static final CompactionPlan NOTHING =
      new CompactionPlan(List.of(), List.of(), 0, List.of());

  public CompactionPlan {
    inputs = List.copyOf(inputs);
    witnesses = List.copyOf(witnesses);
    cuts = List.copyOf(cuts);
    Invariant.check(outputLevel >= 0 && outputLevel < SegmentStats.LEVELS_MAX, "a level");
    Invariant.check(witnesses.stream().noneMatch(inputs::contains), "a witness stays");
  }

  static CompactionPlan merge(List<SegmentStats> inputs, int outputLevel) {
    return new CompactionPlan(ids(inputs), List.of(), outputLevel, List.of());
  }

  static List<Long> ids(List<SegmentStats> segments) {
    return segments.stream().map(SegmentStats::id).toList();
  }

  public boolean isNothing() {
    return inputs.isEmpty();
  }
}
