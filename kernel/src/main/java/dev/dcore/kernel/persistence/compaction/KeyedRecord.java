package dev.dcore.kernel.persistence.compaction;

import dev.dcore.kernel.base.Invariant;

/// One version of a key.
///
/// @param sequence its place in the log
/// @param nanos when it was written, by the logical clock
/// @param value empty for a tombstone; nobody changes it
public record KeyedRecord(Key key, long sequence, long nanos, Kind kind, byte[] value) {
  public enum Kind {
    /// All that the key holds.
    VALUE,
    /// A change of what the key held before; of nothing when it held nothing.
    PATCH,
    /// The key is gone.
    TOMBSTONE
  }

  public KeyedRecord {
    Invariant.check(sequence >= 0, "a place in the log");
    Invariant.check(kind != Kind.TOMBSTONE || value.length == 0, "a tombstone has no value");
  }

  /// Whether nothing before it matters any more.
  boolean isWhole() {
    return kind != Kind.PATCH;
  }

  /// The order of a segment: by key, the newest version first.
  public static int compareInSegment(KeyedRecord one, KeyedRecord other) {
    int byKey = one.key.compareTo(other.key);
    return byKey != 0 ? byKey : Long.compare(other.sequence, one.sequence);
  }
}
