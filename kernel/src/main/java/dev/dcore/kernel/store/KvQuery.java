package dev.dcore.kernel.store;

import dev.dcore.kernel.persistence.state.KeyRange;

/// What can be asked of the replicated keys and values.
public sealed interface KvQuery {
  /// @param at the revision, or 0 for the latest
  record Get(byte[] key, long at) implements KvQuery {
    public Get {
      KvOp.checkKey(key);
      checkRevision(at);
    }
  }

  /// Keys next to each other.
  ///
  /// @param limit how many at most; the answer says whether there are more
  /// @param descending from the last one on
  /// @param at the revision, or 0 for the latest
  record Scan(KeyRange range, int limit, boolean descending, long at) implements KvQuery {
    public Scan {
      KvOp.checkRange(range);
      KvOp.checkLimit(limit);
      checkRevision(at);
    }
  }

  /// Leases in the order of their numbers.
  ///
  /// @param after the number before the first
  /// @param limit how many at most
  record Leases(long after, int limit) implements KvQuery {
    public Leases {
      KvOp.checkLease(after);
      KvOp.checkLimit(limit);
    }
  }

  private static void checkRevision(long at) {
    if (at < 0) {
      throw new IllegalArgumentException("a revision is not negative");
    }
  }
}
