package dev.dcore.kernel.persistence.keyed;

import dev.dcore.kernel.persistence.compaction.CompactionPlan;
import dev.dcore.kernel.persistence.compaction.Key;
import dev.dcore.kernel.persistence.compaction.KeyFold;
import dev.dcore.kernel.persistence.compaction.KeyedRecord;
import dev.dcore.kernel.persistence.compaction.Patching;
import dev.dcore.kernel.persistence.compaction.SegmentStats;
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
    List<KeyedSegment> inputs = named(segments, plan.inputs());
    List<KeyedSegment> witnesses = named(segments, plan.witnesses());
    this.bytesTotal = bytes(inputs) + bytes(witnesses);
    this.merge = new SegmentMerge(files, inputs, witnesses);
    List<SegmentStats> older =
        segments.stream()
            .filter(segment -> !plan.inputs().contains(segment.id()))
            .map(KeyedSegment::stats)
            .filter(stats -> inputs.stream().anyMatch(input -> stats.olderThan(input.stats())))
            .toList();
    this.fold = new KeyFold(lowWater, key -> mayHold(older, key), patching, this::keep);
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
        return write;
      }
      FileOperation read = merge.next();
      if (read != null) {
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
    // Outputs are read back when all inputs were read.
    if (merged) {
      writing.onBytes(bytes);
    } else {
      merge.onBytes(bytes);
    }
  }

  private void keep(KeyedRecord record) {
    recordsKept++;
    writing.add(record);
  }

  private static List<KeyedSegment> named(List<KeyedSegment> segments, List<Long> ids) {
    return segments.stream().filter(segment -> ids.contains(segment.id())).toList();
  }

  private static long bytes(List<KeyedSegment> segments) {
    return segments.stream().mapToLong(segment -> segment.stats().bytes()).sum();
  }

  private static boolean mayHold(List<SegmentStats> segments, Key key) {
    return segments.stream().anyMatch(each -> each.mayHold(key));
  }
}
