package dev.dcore.kernel.persistence.state;

import dev.dcore.kernel.base.Invariant;
import java.util.List;

/// What one entry of the log does to the state: all of it or nothing.
///
/// @param position of the entry; larger than that of the batch before
/// @param nowNanos the logical time, which the entry brings; a time that went back counts as the
///   latest one before
/// @param horizon versions that were replaced up to this position may be forgotten; `position`
///   keeps none
/// @param changes in their order; of several of one key the last counts
public record StateBatch(long position, long nowNanos, long horizon, List<Change> changes) {
  public StateBatch {
    Invariant.check(position > 0, "positions begin with 1");
    Invariant.check(horizon >= 0 && horizon <= position, "the horizon is not in the future");
    changes = List.copyOf(changes);
  }

  /// Keeps no replaced version.
  public static StateBatch withoutHistory(long position, long nowNanos, List<Change> changes) {
    return new StateBatch(position, nowNanos, position, changes);
  }
}
