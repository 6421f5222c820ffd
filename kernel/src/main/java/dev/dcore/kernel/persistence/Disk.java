package dev.dcore.kernel.persistence;

/// The port to one node's data directory. Calls never block and never call back: each completes
/// later at the node's loop as a [DiskEvent] with the same ticket, in any order between files and
/// in order within one file. Confined to the loop.
///
/// Writing, syncing a file and syncing the directory are separate, because a crash can fall between
/// them: a write survives a power loss only after the sync of its file, and a new file only after
/// the sync of the directory as well.
public interface Disk {
  /// Reads a whole file; completes with [DiskEvent.Read], empty when there is no such file.
  ///
  /// @param bytesMax a larger file fails to read
  void read(long ticket, String file, int bytesMax);

  /// Writes at an offset, and makes the file if there is none.
  void write(long ticket, String file, long offset, byte[] bytes);

  /// Makes what was written to this file survive a power loss.
  void sync(long ticket, String file);

  /// Makes the names in the directory survive a power loss.
  void syncDirectory(long ticket);
}
