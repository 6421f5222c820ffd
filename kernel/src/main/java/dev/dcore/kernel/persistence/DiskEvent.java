package dev.dcore.kernel.persistence;

/// How an operation of the [Disk] ended.
public sealed interface DiskEvent {
  /// The number that the caller gave to the operation.
  long ticket();

  /// @param bytes the file's content; empty when there is no such file
  record Read(long ticket, byte[] bytes) implements DiskEvent {}

  /// A write or a sync is done.
  record Done(long ticket) implements DiskEvent {}

  /// @param reason what the system said, with the file's name
  record Failed(long ticket, String reason) implements DiskEvent {}
}
