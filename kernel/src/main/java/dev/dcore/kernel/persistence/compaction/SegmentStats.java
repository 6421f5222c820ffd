package dev.dcore.kernel.persistence.compaction;

import dev.dcore.kernel.base.Invariant;

/// What a planner knows of a segment.
///
/// Segments of level 0 follow each other in time: the sequences of one are all below those of the
/// next. Segments of one higher level do not overlap in their keys. Where segments of two levels
/// overlap, the lower level is the newer one.
///
/// @param id names it; never used again
/// @param bytes of the file
/// @param deadBytes of records that a newer one replaces, as far as the owner knows
/// @param minSequence of its records, as all that follows
/// @param oldestNanos by the logical clock that the records carry
/// @param active still written to: no planner takes it
public record SegmentStats(
    long id,
    int level,
    long bytes,
    long records,
    long tombstones,
    long deadBytes,
    long minSequence,
    long maxSequence,
    long oldestNanos,
    long newestNanos,
    Key firstKey,
    Key lastKey,
    boolean active) {
  /// Each is ten times the one before, so seven hold more than any disk.
  public static final int LEVELS_MAX = 7;

  public SegmentStats {
    Invariant.check(level >= 0 && level < LEVELS_MAX, "a level that there is");
    Invariant.check(bytes >= 0 && deadBytes >= 0 && deadBytes <= bytes, "bytes of a segment");
    Invariant.check(records > 0 && tombstones >= 0 && tombstones <= records, "its records");
    Invariant.check(minSequence <= maxSequence && oldestNanos <= newestNanos, "its bounds in time");
    Invariant.check(firstKey.compareTo(lastKey) <= 0, "its bounds in the order of keys");
  }

  /// Whether both may hold versions of one key.
  public boolean overlaps(SegmentStats other) {
    return firstKey.compareTo(other.lastKey) <= 0 && other.firstKey.compareTo(lastKey) <= 0;
  }

  public boolean mayHold(Key key) {
    return firstKey.compareTo(key) <= 0 && key.compareTo(lastKey) <= 0;
  }

  /// Whether this holds the older versions of the keys that both may hold.
  public boolean olderThan(SegmentStats other) {
    return level == other.level ? minSequence < other.minSequence : level > other.level;
  }
}
