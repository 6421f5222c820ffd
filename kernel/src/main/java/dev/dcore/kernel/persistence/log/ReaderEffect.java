package dev.dcore.kernel.persistence.log;

import dev.dcore.kernel.persistence.DiskOperation;
import java.util.List;

/// What a [LogReader] wants, and how a [ReaderInput.Next] ended.
public sealed interface ReaderEffect {
  /// A read; how it ended comes back as [ReaderInput.Disk].
  record Operation(DiskOperation operation) implements ReaderEffect {}

  /// @param records in the order of their sequences, at least one
  record Records(List<LogRecord> records) implements ReaderEffect {}

  /// There is nothing acknowledged that was not read. Ask again when there is.
  record AtEnd() implements ReaderEffect {}

  /// What comes next was dropped; the reader goes on with this sequence.
  record Dropped(long first) implements ReaderEffect {}

  /// What comes next was acknowledged and is damaged. The reader stays there.
  ///
  /// @param sequence of the first record that cannot be told
  record Damaged(String file, long offset, long sequence, String reason) implements ReaderEffect {}
}
