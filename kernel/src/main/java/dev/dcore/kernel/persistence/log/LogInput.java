package dev.dcore.kernel.persistence.log;

import dev.dcore.kernel.persistence.DiskEvent;

/// What happens to a [Log].
public sealed interface LogInput {
  /// Find what is there, or begin a new log. The first input, once.
  ///
  /// @param identity whose log it is
  /// @param adopt a log that is there may have another id, as long as its cluster is this; without
  ///   it such a log is refused
  record Open(LogIdentity identity, boolean adopt) implements LogInput {}

  /// Look at what is there, whosever it is, and change nothing; then the log is closed. Instead of
  /// [Open].
  record Inspect() implements LogInput {}

  /// Append a record. Its sequence is [Log#nextSequence] before the step. Only when the log
  /// [Log#accepts] it.
  ///
  /// @param stream from 0 to 65,535
  /// @param index the stream's own; 0 for the one after its last. A stream that has no record
  ///   begins, or goes on, with any later one.
  record Append(int stream, long index, byte[] bytes, int offset, int length) implements LogInput {
    public Append(int stream, byte[] bytes) {
      this(stream, 0, bytes, 0, bytes.length);
    }
  }

  /// From this index on, what the stream said is void; its next record has this index. A record of
  /// the log, as durable as any. Only when the log [Log#acceptsTruncation].
  record TruncateSuffix(int stream, long from) implements LogInput {}

  /// The stream needs nothing up to this index any more. When that is durable, segments that no
  /// stream needs are recycled. Only when the log [Log#acceptsTruncation].
  record TruncatePrefix(int stream, long through) implements LogInput {}

  /// An operation that the log asked for has ended.
  record Disk(DiskEvent event) implements LogInput {}

  /// The time of the last [LogEffect.WakeAt] has come.
  record Wake() implements LogInput {}

  /// Sync what was appended, mark it as synced, and end. Nothing may be appended after it.
  record Close() implements LogInput {}
}
