package dev.dcore.kernel.persistence.keyed;

import dev.dcore.kernel.persistence.compaction.SegmentStats;

/// A segment that the manifest names.
///
/// @param checksum the last one in the file, which vouches for all of it
record KeyedSegment(SegmentStats stats, int checksum) {
  long id() {
    return stats.id();
  }

  /// What the owner says to have replaced since.
  KeyedSegment withDead(long bytes) {
    SegmentStats s = stats;
    return new KeyedSegment(
        new SegmentStats(
            s.id(),
            s.level(),
            s.bytes(),
            s.records(),
            s.tombstones(),
            Math.min(s.bytes(), s.deadBytes() + bytes),
            s.minSequence(),
            s.maxSequence(),
            s.oldestNanos(),
            s.newestNanos(),
            s.firstKey(),
            s.lastKey(),
            s.active()),
        checksum);
  }
}
