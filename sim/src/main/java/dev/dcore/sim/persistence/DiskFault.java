package dev.dcore.sim.persistence;

/// What a [SimDisk] can do to its user. It counts how often each happened.
public enum DiskFault {
  /// The power went.
  POWER_LOST,
  /// The process was killed; the system went on.
  KILLED,
  /// A change to a sector did not survive a power loss.
  SECTOR_LOST,
  /// A change to a sector survived in part.
  SECTOR_TORN,
  /// A later change survived one that was made before it.
  REORDERED,
  /// A change of a file's length did not survive.
  LENGTH_LOST,
  /// A created, renamed or deleted name did not survive.
  NAME_LOST,
  /// An operation was carried out, and the process ended before it could know.
  UNDER_WAY_DONE,
  /// A read failed.
  READ_FAILED,
  /// A write failed, perhaps in part.
  WRITE_FAILED,
  /// The sync of a file failed.
  SYNC_FAILED,
  /// The sync of a directory failed.
  DIRECTORY_SYNC_FAILED,
  /// After a failed sync a change is readable, and the disk will never hold it.
  CHANGE_DROPPED,
  /// There was no space.
  FULL,
  /// An operation took very long.
  STALLED,
  /// A bit flipped in what was synced.
  BIT_FLIPPED,
  /// A sector became zeros.
  SECTOR_ZEROED,
  /// A sector holds what another one holds.
  SECTOR_DUPLICATED,
  /// Two sectors changed places.
  SECTORS_SWAPPED,
  /// A sector was written elsewhere, over what was there.
  SECTOR_MISDIRECTED
}
