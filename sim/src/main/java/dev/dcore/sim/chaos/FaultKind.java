package dev.dcore.sim.chaos;

/// What can go wrong around a node.
public enum FaultKind {
  /// The process is killed, and restarts on its disk.
  CRASH,
  /// The machine loses its power and with it what was not synced.
  POWER_LOSS,
  /// The process stands still and does not know.
  PAUSE,
  /// The whole machine stands still, its clock as well.
  SUSPEND,
  /// A machine's clock runs fast or slow.
  CLOCK_DRIFT,
  /// A process takes its time with each input.
  SLOW_PROCESS,
  /// It leaves as it should, and comes back.
  LEAVE,
  /// Two sides cannot hear each other.
  PARTITION,
  /// One node is not heard by another, but hears it.
  ONE_WAY_CUT,
  /// One node is cut from all others in one direction.
  DEAF_OR_MUTE,
  /// Datagrams get lost.
  LOSS,
  /// Datagrams arrive twice.
  DUPLICATION,
  /// Datagrams arrive out of order.
  REORDERING,
  /// Everything takes longer.
  SLOW_NETWORK,
  /// A disk's operations fail, so that a restart on it does.
  DISK_ERRORS,
  /// All machines lose their power at once.
  POWER_LOSS_OF_ALL,
  /// A disk takes long for some operations.
  DISK_STALLS,
  /// Some writes and syncs of a disk fail, while it is used.
  DISK_FAILURES,
  /// A disk has no space.
  DISK_FULL
}
