package dev.dcore.kernel.store;

import dev.dcore.kernel.persistence.state.KeyRange;

/// Asks a replica to say what becomes of a range.
///
/// @param from the first revision of interest; 0 for what is behind all that the replica has
public record KvWatch(KeyRange range, long from) {
  public KvWatch {
    KvOp.checkRange(range);
    if (from < 0) {
      throw new IllegalArgumentException("a revision is not negative");
    }
  }
}
