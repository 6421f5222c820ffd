package dev.dcore.kernel.persistence.log;

import dev.dcore.kernel.persistence.DiskOperation;

/// What a [Log] wants done, and what it has to say.
public sealed interface LogEffect {
  /// An operation of the disk; how it ended comes back as [LogInput.Disk].
  record Operation(long ticket, DiskOperation operation) implements LogEffect {}

  /// Step [LogInput.Wake] at this time. A later one replaces it.
  record WakeAt(long nanos) implements LogEffect {}

  /// The log takes appends now, and can be read.
  record Opened(Recovered found) implements LogEffect {}

  /// What [LogInput.Inspect] found.
  record Inspected(Inspection found) implements LogEffect {}

  /// The log is damaged where it was synced, and stays closed: whoever opened it decides.
  ///
  /// @param file within the data directory
  /// @param offset of the first byte that cannot be told
  /// @param sequence of the first record that cannot be told
  record Corrupt(String file, long offset, long sequence, String reason) implements LogEffect {}

  /// The files are another log's, or cannot be read; the log stays closed.
  record Refused(String reason) implements LogEffect {}

  /// Every record up to here is as durable as the policy says.
  record Acknowledged(long through) implements LogEffect {}

  /// There is no space for the next segment. What was acknowledged can be read; records after
  /// `through` were not written, and nothing more is taken until the log is opened again.
  record Full(long through, String reason) implements LogEffect {}

  /// A write or a sync failed. What was acknowledged stands; of the records after `through` nobody
  /// knows, and nothing more is taken until the log is opened again.
  record Poisoned(long through, String reason) implements LogEffect {}

  /// After [LogInput.Close]: no operation is under way.
  record Closed() implements LogEffect {}
}
