package dev.dcore.kernel.persistence;

import java.nio.ByteBuffer;

/// The port to one node's data directory. Calls never block and never call back: each completes
/// later at the node's loop as a [DiskEvent] with the same ticket. Confined to the loop.
///
/// Operations on one file are carried out in the order in which they were asked for, those on
/// several files (or on a directory and a file in it) in any. A sync is special: while it is under
/// way, reads, writes and reservations of the same file that were asked for later go on, and may
/// complete before it, so that the next write of a log does not wait for the last sync. It covers
/// what was asked for before it, and may or may not cover what was asked for later.
///
/// Writing, syncing a file and syncing a directory are separate, because a crash can fall between
/// them: a write survives a power loss only after the sync of its file, and a new, renamed or
/// deleted name only after the sync of its directory as well. After a sync that failed, reads still
/// serve what is not on the disk, and a second sync that succeeds says nothing about it.
///
/// A file's name may hold one directory (`wal/3`); that is made with the first file in it, and its
/// own name survives after the sync of [#ROOT].
public interface Disk {
  /// The data directory itself, where a directory is asked for.
  String ROOT = "";

  /// Memory that this disk moves without copying it. It belongs to an operation until that
  /// completes.
  ByteBuffer buffer(int bytes);

  /// Reads a whole file; completes with [DiskEvent.Read], empty when there is no such file.
  ///
  /// @param bytesMax a larger file fails to read
  void read(long ticket, String file, int bytesMax);

  /// Reads from an offset into what remains of a buffer, and leaves the buffer's position as it is;
  /// completes with [DiskEvent.Filled], short at the file's end, zero when there is no such file.
  void read(long ticket, String file, long offset, ByteBuffer into);

  /// Writes at an offset, and makes the file if there is none. The array belongs to the disk from
  /// now on.
  default void write(long ticket, String file, long offset, byte[] bytes) {
    write(ticket, file, offset, ByteBuffer.wrap(bytes));
  }

  /// Writes what remains of a buffer, and leaves the buffer's position as it is.
  void write(long ticket, String file, long offset, ByteBuffer bytes);

  /// Makes a file as long as this at least, the new part zeros, with all of its blocks allocated:
  /// later writes within do not fail for want of space. Makes the file if there is none.
  void reserve(long ticket, String file, long bytes);

  /// Cuts a file to this length at most.
  void truncate(long ticket, String file, long bytes);

  /// Renames a file, over another if there is one of that name.
  void rename(long ticket, String from, String to);

  /// Deletes a file; done as well when there is none.
  void delete(long ticket, String file);

  /// Completes with [DiskEvent.Listed]: the files of a directory, none when there is no such
  /// directory.
  void list(long ticket, String directory);

  /// Makes what was written to this file, and its length, survive a power loss.
  void sync(long ticket, String file);

  /// Makes the names in a directory survive a power loss.
  void syncDirectory(long ticket, String directory);

  /// Makes the names in the data directory survive a power loss.
  default void syncDirectory(long ticket) {
    syncDirectory(ticket, ROOT);
  }
}
