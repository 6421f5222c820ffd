package dev.dcore.kernel.persistence;

import java.nio.ByteBuffer;

/// An operation of the [Disk] as data: what a protocol of this layer says when it wants one.
public sealed interface DiskOperation {
  /// Asks the disk for it.
  default void carryOut(Disk disk, long ticket) {
    switch (this) {
      case Read(String file, long offset, ByteBuffer into) -> disk.read(ticket, file, offset, into);
      case Write(String file, long offset, ByteBuffer bytes) ->
          disk.write(ticket, file, offset, bytes);
      case Reserve(String file, long bytes) -> disk.reserve(ticket, file, bytes);
      case Truncate(String file, long bytes) -> disk.truncate(ticket, file, bytes);
      case Rename(String from, String to) -> disk.rename(ticket, from, to);
      case Delete(String file) -> disk.delete(ticket, file);
      case List(String directory) -> disk.list(ticket, directory);
      case Sync(String file) -> disk.sync(ticket, file);
      case SyncDirectory(String directory) -> disk.syncDirectory(ticket, directory);
    }
  }

  record Read(String file, long offset, ByteBuffer into) implements DiskOperation {}

  record Write(String file, long offset, ByteBuffer bytes) implements DiskOperation {}

  record Reserve(String file, long bytes) implements DiskOperation {}

  record Truncate(String file, long bytes) implements DiskOperation {}

  record Rename(String from, String to) implements DiskOperation {}

  record Delete(String file) implements DiskOperation {}

  record List(String directory) implements DiskOperation {}

  record Sync(String file) implements DiskOperation {}

  record SyncDirectory(String directory) implements DiskOperation {}
}
