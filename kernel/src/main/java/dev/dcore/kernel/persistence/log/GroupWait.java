package dev.dcore.kernel.persistence.log;

/// How long a group commit waits for those whose records it has just acknowledged.
///
/// Callers that append again when they are answered come a moment after the sync. Without a wait,
/// half of them would share one sync and the other half the next, each of them for twice as long.
/// So the next batch waits until as many records have come as were acknowledged and gathered, but
/// no longer than a part of what a sync takes; when they do not come, it stops waiting for a while.
/// (PostgreSQL's `commit_delay` does so with a fixed time.)
final class GroupWait {
  /// Of more records, the time that it takes to append them again is no longer short beside a sync.
  private static final int RECORDS_MAX = 64;

  /// The part of a sync's time that it waits at most.
  private static final int PART = 4;

  /// Slow disks have other queues.
  private static final long NANOS_MAX = 500_000;

  /// Syncs without a wait after one that was in vain.
  private static final int PAUSE = 16;

  private long untilNanos;
  private long records;
  private int pause;
  private long syncAskedNanos;

  void onSync(long nowNanos) {
    syncAskedNanos = nowNanos;
  }

  /// @param acknowledged how many records the sync covered
  /// @param gathered how many wait already
  void onSynced(long nowNanos, long acknowledged, long gathered) {
    records = acknowledged + gathered;
    untilNanos = 0;
    if (pause > 0) {
      pause--;
    } else if (acknowledged > 0 && records > 1 && records <= RECORDS_MAX) {
      untilNanos = nowNanos + Math.min((nowNanos - syncAskedNanos) / PART, NANOS_MAX);
    }
  }

  /// Whether records should wait for others.
  ///
  /// @param gathered how many there are
  boolean holds(long nowNanos, long gathered) {
    if (nowNanos < untilNanos) {
      return gathered < records;
    }
    if (untilNanos > 0 && gathered < records && pause == 0) {
      pause = PAUSE;
    }
    untilNanos = 0;
    return false;
  }

  long untilNanos() {
    return untilNanos;
  }
}
