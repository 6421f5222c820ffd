package dev.dcore.kernel.persistence.keyed;

import org.jspecify.annotations.Nullable;

/// New records on their way into a segment of level 0.
record Addition(SegmentWriting writing, long through) implements Job {
  @Override
  public @Nullable FileOperation next() {
    return writing.next();
  }

  @Override
  public void onBytes(byte[] bytes) throws DamagedSegment {
    writing.onBytes(bytes);
  }
}
