package dev.dcore.kernel.store;

import java.util.List;

/// What became of a command or a question. Revisions are positions of the log.
public sealed interface KvAnswer {
  /// What becomes of one step, too.
  sealed interface OfOp extends KvAnswer {}

  /// @param revision of this write
  /// @param version how often the key was written since it was last gone
  record Stored(long revision, int version) implements OfOp {}

  /// @param keys how many there were
  record Deleted(long revision, int keys) implements OfOp {}

  /// @param revision the latest one in the state that was read; to read the next page of the same
  ///   state, ask for it
  /// @param more whether the range has more
  record Found(long revision, List<KvItem> items, boolean more) implements OfOp {
    public Found {
      items = List.copyOf(items);
    }
  }

  /// @param succeeded whether all comparisons held
  /// @param answers of each step of the branch that was taken
  record Decided(long revision, boolean succeeded, List<OfOp> answers) implements KvAnswer {
    public Decided {
      answers = List.copyOf(answers);
    }
  }

  record Granted(long revision, long lease, long ttlNanos) implements KvAnswer {}

  /// @param keys how many went with the lease
  record Revoked(long revision, int keys) implements KvAnswer {}

  record Compacted(long revision) implements KvAnswer {}

  record Leases(long revision, List<Lease> leases) implements KvAnswer {
    public Leases {
      leases = List.copyOf(leases);
    }
  }

  /// Nothing was changed.
  ///
  /// @param detail the number of the lease, or the oldest or the latest revision that there is, or
  ///   the limit
  record Failed(long revision, KvFailure failure, long detail) implements KvAnswer {
    /// Why, in one sentence.
    public String message() {
      return failure.message(detail);
    }
  }
}
