package dev.dcore.kernel.persistence.state;

/// A backend of the state: ordered bytes, written in atomic batches. Confined to one thread, but
/// for snapshots, which another thread may read.
///
/// After a crash it holds a prefix of the batches that were written, wholly: what the last [#flush]
/// held, or more. One in memory holds nothing.
///
/// Each operation may throw [StateFailed] when its disk fails.
public interface OrderedBytes extends OrderedView {
  /// Carries out all of it or nothing.
  void write(ByteWrites writes);

  /// All as it is now. Later writes neither change it nor wait for it; the caller closes it.
  OrderedView snapshot();

  /// What was written survives a power loss when this returns. Does nothing in memory.
  void flush();

  /// Removes all.
  void clear();
}
