package dev.dcore.kernel.persistence.keyed;

import dev.dcore.kernel.persistence.compaction.KeyFold;
import dev.dcore.kernel.persistence.compaction.KeyedRecord;
import dev.dcore.kernel.persistence.compaction.Patching;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the newest state of all keys, a batch at a time.
final class Scan implements Job {
  private final SegmentMerge merge;
  private final KeyFold fold;
  private List<KeyedRecord> batch = new ArrayList<>();
  private long batchBytes;
  private boolean over;

  Scan(SegmentMerge merge, @Nullable Patching patching) {
    this.merge = merge;
    this.fold = new KeyFold(Long.MAX_VALUE, _ -> false, patching, this::add);
  }

  boolean over() {
    return over;
  }

  @Override
  public @Nullable FileOperation next() {
    while (batchBytes < SegmentWriting.CHUNK_BYTES && !over) {
      FileOperation read = merge.next();
      if (read != null) {
        return read;
      }
      SegmentMerge.Merged merged = merge.pop();
      if (merged == null) {
        fold.finish();
        over = true;
      } else {
        fold.take(merged.record(), false);
      }
    }
    return null;
  }

  @Override
  public void onBytes(byte[] bytes) throws DamagedSegment {
    merge.onBytes(bytes);
  }

  List<KeyedRecord> takeBatch() {
    List<KeyedRecord> taken = batch;
    batch = new ArrayList<>();
    batchBytes = 0;
    return taken;
  }

  private void add(KeyedRecord record) {
    batch.add(record);
    batchBytes += SegmentLayout.bytes(record);
  }
}
