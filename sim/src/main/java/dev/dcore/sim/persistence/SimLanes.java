package dev.dcore.sim.persistence;

import java.util.Map;
import java.util.TreeMap;

/// When an operation can begin: in the order of each file, but that reads and writes pass a sync
/// that is under way.
final class SimLanes {
  /// How an operation goes with others on the same file.
  enum Kind {
    /// May begin while a sync is under way.
    MOVE,
    /// Begins after all that was asked for before it.
    SYNC,
    /// As a sync, and nothing passes it.
    BARRIER
  }

  /// So many names are remembered before those that have nothing to do are forgotten.
  private static final int NAMES_MAX = 64;

  private record Lane(long movesEndNanos, long syncsEndNanos) {
    static final Lane FREE = new Lane(0, 0);

    long endNanos() {
      return Math.max(movesEndNanos, syncsEndNanos);
    }
  }

  private final Map<String, Lane> lanes = new TreeMap<>();

  long beginNanos(Kind kind, String name, long nowNanos) {
    Lane lane = lanes.getOrDefault(name, Lane.FREE);
    return Math.max(nowNanos, kind == Kind.MOVE ? lane.movesEndNanos : lane.endNanos());
  }

  void occupy(Kind kind, String name, long untilNanos, long nowNanos) {
    Lane lane = lanes.getOrDefault(name, Lane.FREE);
    lanes.put(
        name,
        new Lane(
            kind == Kind.SYNC ? lane.movesEndNanos : untilNanos,
            kind == Kind.MOVE ? lane.syncsEndNanos : untilNanos));
    if (lanes.size() > NAMES_MAX) {
      lanes.values().removeIf(each -> each.endNanos() <= nowNanos);
    }
  }

  void clear() {
    lanes.clear();
  }
}
