package dev.dcore.kernel.persistence.log;

import dev.dcore.kernel.persistence.DiskEvent;

/// What happens to a [LogReader].
public sealed interface ReaderInput {
  /// Read what comes next. One at a time.
  record Next() implements ReaderInput {}

  /// The read that it asked for has ended.
  record Disk(DiskEvent event) implements ReaderInput {}
}
