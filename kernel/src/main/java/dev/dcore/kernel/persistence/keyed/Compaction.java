package dev.dcore.kernel.persistence.keyed;

import dev.dcore.kernel.persistence.compaction.CompactionPlan;
import dev.dcore.kernel.persistence.compaction.Key;
import dev.dcore.kernel.persistence.compaction.KeyFold;
import dev.dcore.kernel.persistence.compaction.KeyedRecord;
import dev.dcore.kernel.persistence.compaction.Patching;
import dev.dcore.kernel.persistence.compaction.SegmentStats;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Carries out one plan as far as the outputs: reads the inputs as one, keeps what is needed,
/// writes it beside.
///
/// Segments that are added meanwhile are newer than all that it reads, so they change nothing of
/// what may go.
final class Compaction implements Job {
  private final CompactionPlan plan;
  private final SegmentMerge merge;
  private final SegmentWriting writing;
  private final KeyFold fold;
  private final long bytesTotal;
  private long recordsRead;
  private long recordsKept;
  private boolean merged;
  private boolean readingInputs;

  /// @param segments all of the log
  /// @param lowWater what every reader and replica has passed
  Compaction(
      KeyedFiles files,
      CompactionPlan plan,
      List<KeyedSegment> segments,
      SegmentWriting writing,
      long lowWater,
      @Nullable Patching patching) {
    this.plan = plan;
    this.writing = writing;
    List<KeyedSegment> inputs = new ArrayList<>();
    List<KeyedSegment> witnesses = new ArrayList<>();
    List<SegmentStats> others = new ArrayList<>();
    long bytes = 0;
    for (KeyedSegment segment : segments) {
      boolean input = plan.inputs().contains(segment.id());
      boolean witness = plan.witnesses().contains(segment.id());
      bytes += input || witness ? segment.stats().bytes() : 0;
      (witness ? witnesses : inputs).addAll(input || witness ? List.of(segment) : List.of());
      others.addAll(input ? List.of() : List.of(segment.stats()));
    }
    this.bytesTotal = bytes;
    this.merge = new SegmentMerge(files, inputs, witnesses);
    others.removeIf(other -> inputs.stream().noneMatch(input -> other.olderThan(input.stats())));
    this.fold = new KeyFold(lowWater, key -> mayHold(others, key), patching, this::keep);
  }

  CompactionPlan plan() {
    return plan;
  }

  SegmentWriting writing() {
    return writing;
  }

  boolean merged() {
    return merged;
  }

  KeyedLogEffect.Progress progress() {
    return new KeyedLogEffect.Progress(merge.bytesRead(), bytesTotal, recordsRead, recordsKept);
  }

  @Override
  public @Nullable FileOperation next() {
    while (true) {
      FileOperation write = writing.next();
      if (write != null || merged) {
        readingInputs = false;
        return write;
      }
      FileOperation read = merge.next();
      if (read != null) {
        readingInputs = true;
        return read;
      }
      SegmentMerge.Merged next = merge.pop();
      if (next == null) {
        fold.finish();
        writing.end();
        merged = true;
      } else {
        recordsRead += next.witness() ? 0 : 1;
        fold.take(next.record(), next.witness());
      }
    }
  }

  @Override
  public void onBytes(byte[] bytes) throws DamagedSegment {
    if (readingInputs) {
      merge.onBytes(bytes);
    } else {
      writing.onBytes(bytes);
    }
  }

  private void keep(KeyedRecord record) {
    recordsKept++;
    writing.add(record);
  }

  private static boolean mayHold(List<SegmentStats> segments, Key key) {
    return segments.stream().anyMatch(each -> each.mayHold(key));
  }
}
