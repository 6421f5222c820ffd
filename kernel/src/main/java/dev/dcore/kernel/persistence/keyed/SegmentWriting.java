package dev.dcore.kernel.persistence.keyed;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.compaction.Key;
import dev.dcore.kernel.persistence.compaction.KeyedRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Writes records into new segments beside those that there are: written, synced, named durably,
/// and read back. Until a manifest names them, they are nothing.
final class SegmentWriting {
  /// What moves between memory and disk at once: small beside what an idle agent may take, large
  /// beside the cost of one operation.
  static final int CHUNK_BYTES = 64 << 10;

  private final KeyedFiles files;
  private final LongSupplier newId;
  private final int level;
  private final NavigableSet<Key> cuts;
  private final long segmentBytesMax;
  private final ArrayDeque<FileOperation> waiting = new ArrayDeque<>();
  private final List<KeyedSegment> outputs = new ArrayList<>();
  private @Nullable SegmentEncoder open;
  private boolean ended;
  private int verified;
  private @Nullable SegmentDecoder verifying;

  /// @param segmentBytesMax where an output of a level above 0 ends, at the next key
  SegmentWriting(
      KeyedFiles files, LongSupplier newId, int level, List<Key> cuts, long segmentBytesMax) {
    this.files = files;
    this.newId = newId;
    this.level = level;
    this.cuts = new TreeSet<>(cuts);
    this.segmentBytesMax = segmentBytesMax;
  }

  List<KeyedSegment> outputs() {
    return List.copyOf(outputs);
  }

  /// The files that there may be by now.
  List<String> begun() {
    List<String> names = new ArrayList<>();
    outputs.forEach(output -> names.add(files.segment(output.id())));
    SegmentEncoder current = open;
    if (current != null) {
      names.add(files.segment(current.id()));
    }
    return names;
  }

  void add(KeyedRecord record) {
    SegmentEncoder current = open;
    if (current != null && endsBefore(current, record.key())) {
      close(current);
      current = null;
    }
    if (current == null) {
      current = new SegmentEncoder(files.log(), newId.getAsLong(), level);
      open = current;
    }
    current.add(record);
    if (current.filled() >= CHUNK_BYTES) {
      writeChunk(current);
    }
  }

  /// There are no more records.
  void end() {
    SegmentEncoder current = open;
    if (current != null) {
      close(current);
    }
    ended = true;
    if (!outputs.isEmpty()) {
      waiting.add(new FileOperation.SyncDirectory());
    }
  }

  /// @return null when more records are needed, or when all outputs are durable and hold what was
  ///   written
  @Nullable FileOperation next() {
    FileOperation next = waiting.poll();
    return next != null || !ended || verified == outputs.size() ? next : readBack();
  }

  /// What was read back.
  void onBytes(byte[] bytes) throws DamagedSegment {
    SegmentDecoder current = Invariant.present(verifying, "something is read back");
    current.take(bytes, _ -> {});
    if (current.complete()) {
      verifying = null;
      verified++;
    }
  }

  private FileOperation readBack() {
    KeyedSegment output = outputs.get(verified);
    SegmentDecoder current = verifying;
    if (current == null) {
      current = new SegmentDecoder(files.log(), files.segment(output.id()), output);
      verifying = current;
    }
    return new FileOperation.Read(files.segment(output.id()), current.position(), current.wanted());
  }

  /// At level 0 there is one output; above, an output never ends within a key.
  private boolean endsBefore(SegmentEncoder current, Key next) {
    Key last = current.lastKey();
    if (level == 0 || last == null || last.equals(next)) {
      return false;
    }
    Key cut = cuts.higher(last);
    return current.bytes() >= segmentBytesMax || (cut != null && cut.compareTo(next) <= 0);
  }

  private void close(SegmentEncoder current) {
    writeChunk(current);
    waiting.add(new FileOperation.Sync(files.segment(current.id())));
    outputs.add(current.finished());
    open = null;
  }

  private void writeChunk(SegmentEncoder current) {
    if (current.filled() > 0) {
      long offset = current.bytes() - current.filled();
      waiting.add(
          new FileOperation.Write(files.segment(current.id()), offset, current.takeChunk()));
    }
  }
}
