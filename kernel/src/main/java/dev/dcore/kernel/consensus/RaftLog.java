package dev.dcore.kernel.consensus;

import dev.dcore.kernel.base.Invariant;
import java.util.ArrayList;
import java.util.List;

/// The entries behind the boundary, in memory: the disk has them too, but for those that it is
/// writing. How many there are is bounded by the checkpoints, behind each of which the boundary
/// follows.
final class RaftLog {
  /// What an index that is not there has.
  static final long UNKNOWN = -1;

  private final List<Entry> entries = new ArrayList<>();
  private long boundaryIndex;
  private long boundaryTerm;

  void reset(long index, long term) {
    entries.clear();
    boundaryIndex = index;
    boundaryTerm = term;
  }

  /// All up to here are gone.
  long boundary() {
    return boundaryIndex;
  }

  long lastIndex() {
    return boundaryIndex + entries.size();
  }

  long lastTerm() {
    return entries.isEmpty() ? boundaryTerm : entries.getLast().term();
  }

  boolean has(long index) {
    return index > boundaryIndex && index <= lastIndex();
  }

  Entry get(long index) {
    Invariant.check(has(index), "the entry is in memory");
    return entries.get((int) (index - boundaryIndex - 1));
  }

  /// Of an entry or of the boundary, else [#UNKNOWN].
  long term(long index) {
    if (index == boundaryIndex) {
      return boundaryTerm;
    }
    return has(index) ? get(index).term() : UNKNOWN;
  }

  void append(Entry entry) {
    Invariant.check(entry.index() == lastIndex() + 1, "a log has no gaps");
    Invariant.check(entry.term() >= lastTerm(), "terms do not fall along a log");
    entries.add(entry);
  }

  void truncateFrom(long index) {
    Invariant.check(index > boundaryIndex, "what a state holds is not taken back");
    entries.subList((int) (index - boundaryIndex - 1), entries.size()).clear();
  }

  void compactThrough(long index) {
    long term = term(index);
    Invariant.check(term != UNKNOWN, "the boundary moves to an entry");
    entries.subList(0, (int) (index - boundaryIndex)).clear();
    boundaryIndex = index;
    boundaryTerm = term;
  }

  /// Entries from an index on: one, and as many more as do not exceed `bytesMax` together.
  List<Entry> slice(long from, int bytesMax) {
    int begin = (int) (from - boundaryIndex - 1);
    int end = begin;
    long bytes = 0;
    while (end < entries.size() && (end == begin || bytes + entries.get(end).bytes() <= bytesMax)) {
      bytes += entries.get(end).bytes();
      end++;
    }
    return entries.subList(begin, end);
  }

  /// Of the entries after `from` up to `through`.
  long bytes(long from, long through) {
    long bytes = 0;
    for (long index = Math.max(from, boundaryIndex) + 1; index <= through; index++) {
      bytes += get(index).bytes();
    }
    return bytes;
  }

  /// The last index at or before this one whose term is not above that one; the boundary at least.
  long lastAtMost(long index, long term) {
    long at = Math.min(index, lastIndex());
    while (at > boundaryIndex && term(at) > term) {
      at--;
    }
    return Math.max(at, boundaryIndex);
  }
}
