package dev.dcore.sim.consensus;

import dev.dcore.kernel.consensus.Entry;
import java.util.ArrayList;
import java.util.List;

/// What one replica's log holds, by what it says of it. Other than the replica it forgets nothing
/// when the log is compacted.
final class ReplicaLog {
  private final List<Entry> entries = new ArrayList<>();
  private long baseIndex;
  private long baseTerm;

  /// Begins behind this entry.
  void reset(long index, long term) {
    entries.clear();
    baseIndex = index;
    baseTerm = term;
  }

  /// Nothing is known of what is before it, and of its own entry only the term.
  long baseIndex() {
    return baseIndex;
  }

  long baseTerm() {
    return baseTerm;
  }

  long lastIndex() {
    return baseIndex + entries.size();
  }

  boolean has(long index) {
    return index > baseIndex && index <= lastIndex();
  }

  Entry get(long index) {
    return entries.get((int) (index - baseIndex - 1));
  }

  /// Of the base or of an entry, else -1.
  long term(long index) {
    return index == baseIndex ? baseTerm : has(index) ? get(index).term() : -1;
  }

  void append(Entry entry) {
    entries.add(entry);
  }

  void truncateFrom(long index) {
    entries.subList((int) Math.max(0, index - baseIndex - 1), entries.size()).clear();
  }
}
