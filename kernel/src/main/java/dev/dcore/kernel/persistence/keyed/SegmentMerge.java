package dev.dcore.kernel.persistence.keyed;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.compaction.Key;
import dev.dcore.kernel.persistence.compaction.KeyedRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads several segments as one: by key, the newest version first. Of each segment a chunk is in
/// memory, and of one whose keys have not come yet nothing is.
final class SegmentMerge {
  private static final class Cursor {
    final String file;
    final boolean witness;
    final SegmentDecoder decoder;
    final ArrayDeque<KeyedRecord> ready = new ArrayDeque<>();

    /// No record that is still to come has a lower key.
    Key from;

    Cursor(KeyedFiles files, KeyedSegment segment, boolean witness) {
      this.file = files.segment(segment.id());
      this.witness = witness;
      this.decoder = new SegmentDecoder(files.log(), file, segment);
      this.from = segment.stats().firstKey();
    }

    boolean finished() {
      return ready.isEmpty() && decoder.complete();
    }

    Key from() {
      KeyedRecord head = ready.peek();
      return head == null ? from : head.key();
    }

    /// One that has to be read before its order is known comes first among equals.
    boolean before(Cursor other) {
      int byKey = from().compareTo(other.from());
      if (byKey != 0) {
        return byKey < 0;
      }
      KeyedRecord mine = ready.peek();
      KeyedRecord theirs = other.ready.peek();
      if (mine == null || theirs == null) {
        return mine == null;
      }
      return KeyedRecord.compareInSegment(mine, theirs) < 0;
    }
  }

  /// @param witness whether the record is of a segment that stays
  record Merged(KeyedRecord record, boolean witness) {}

  private final List<Cursor> cursors = new ArrayList<>();

  /// The one whose record comes next; null when that has to be searched, or none is left.
  private @Nullable Cursor head;

  private @Nullable Cursor reading;
  private long bytesRead;

  SegmentMerge(KeyedFiles files, List<KeyedSegment> inputs, List<KeyedSegment> witnesses) {
    inputs.forEach(each -> cursors.add(new Cursor(files, each, false)));
    witnesses.forEach(each -> cursors.add(new Cursor(files, each, true)));
  }

  long bytesRead() {
    return bytesRead;
  }

  /// What must be read before the next record is known; null when it is known, or there is none.
  FileOperation.@Nullable Read next() {
    Cursor first = first();
    if (first == null || !first.ready.isEmpty()) {
      return null;
    }
    reading = first;
    return new FileOperation.Read(first.file, first.decoder.position(), first.decoder.wanted());
  }

  void onBytes(byte[] bytes) throws DamagedSegment {
    Cursor cursor = Invariant.present(reading, "something is read");
    reading = null;
    bytesRead += bytes.length;
    head = null;
    cursor.decoder.take(bytes, cursor.ready::add);
  }

  /// @return null when there are no more; not to be called while something must be read
  @Nullable Merged pop() {
    Cursor first = first();
    if (first == null) {
      return null;
    }
    KeyedRecord record = Invariant.present(first.ready.poll(), "what is next was read");
    head = null;
    first.from = record.key();
    if (first.finished()) {
      cursors.remove(first);
    }
    return new Merged(record, first.witness);
  }

  private @Nullable Cursor first() {
    Cursor first = head;
    if (first == null) {
      for (Cursor cursor : cursors) {
        if (first == null || cursor.before(first)) {
          first = cursor;
        }
      }
      head = first;
    }
    return first;
  }
}
