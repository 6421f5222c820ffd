package dev.dcore.kernel.persistence.log;

import dev.dcore.kernel.base.Invariant;
import java.time.Duration;

/// What it takes until an append is acknowledged, named for what that promises.
///
/// @param nanos between syncs at most, of [Kind#EVERY]; 0 for others
public record SyncPolicy(Kind kind, long nanos) {
  /// What an acknowledgement means.
  public enum Kind {
    /// It is synced.
    EVERY_APPEND,
    /// The system has it, and it will be synced soon.
    EVERY,
    /// The system has it.
    OS
  }

  /// Acknowledged when synced: no acknowledged record is lost when the power goes. Appends that
  /// come together share one sync.
  public static final SyncPolicy EVERY_APPEND = new SyncPolicy(Kind.EVERY_APPEND, 0);

  /// Acknowledged when the operating system has it, and synced by it when it likes: nothing is lost
  /// when the process dies; a power loss takes what the system had not written, half a minute of
  /// records or more.
  public static final SyncPolicy OS = new SyncPolicy(Kind.OS, 0);

  public SyncPolicy {
    Invariant.check(kind == Kind.EVERY ? nanos > 0 : nanos == 0, "a time between syncs");
  }

  /// Acknowledged when the operating system has it, and synced this long after at most: nothing is
  /// lost when the process dies; a power loss takes the records of this time and of the sync under
  /// way.
  public static SyncPolicy every(Duration most) {
    return new SyncPolicy(Kind.EVERY, most.toNanos());
  }

  /// Whether an append waits for a sync.
  public boolean acknowledgesSynced() {
    return kind == Kind.EVERY_APPEND;
  }
}
