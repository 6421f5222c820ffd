package dev.dcore.kernel.persistence;

import java.util.List;

/// How an operation of the [Disk] ended.
public sealed interface DiskEvent {
  /// The number that the caller gave to the operation.
  long ticket();

  /// @param bytes the file's content; empty when there is no such file
  record Read(long ticket, byte[] bytes) implements DiskEvent {}

  /// @param bytes how many were read into the buffer; fewer than asked for at the file's end
  record Filled(long ticket, int bytes) implements DiskEvent {}

  /// @param files in the order of their names
  record Listed(long ticket, List<DiskFile> files) implements DiskEvent {
    public Listed {
      files = List.copyOf(files);
    }
  }

  /// An operation that returns nothing is done.
  record Done(long ticket) implements DiskEvent {}

  /// @param reason what the system said, with the file's name
  /// @param full it failed for want of space, and nothing else is wrong
  record Failed(long ticket, String reason, boolean full) implements DiskEvent {
    public Failed(long ticket, String reason) {
      this(ticket, reason, false);
    }
  }
}
