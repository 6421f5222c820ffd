package dev.dcore.kernel.store;

import java.util.List;

/// What a command asks of the replicated keys and values.
public sealed interface KvMutation
    permits KvOp.Put,
        KvOp.Delete,
        KvMutation.Txn,
        KvMutation.GrantLease,
        KvMutation.RevokeLease,
        KvMutation.ExpireLease,
        KvMutation.Compact {
  /// If all comparisons hold, the steps of `then`, else those of `otherwise`; all of them or, when
  /// one fails, none. A step sees what the ones before it did.
  record Txn(List<KvCompare> compares, List<KvOp> then, List<KvOp> otherwise)
      implements KvMutation {
    public Txn {
      compares = List.copyOf(compares);
      then = List.copyOf(then);
      otherwise = List.copyOf(otherwise);
    }

    /// Puts a key if it has a value; else says what it has.
    public static Txn compareAndSet(byte[] key, byte[] expected, byte[] value) {
      return when(KvCompare.valueIs(key, expected), key, value);
    }

    /// Puts a key if it is not there; else says what it has.
    public static Txn create(byte[] key, byte[] value) {
      return when(KvCompare.absent(key), key, value);
    }

    private static Txn when(KvCompare holds, byte[] key, byte[] value) {
      return new Txn(List.of(holds), List.of(new KvOp.Put(key, value)), List.of(new KvOp.Get(key)));
    }
  }

  /// Grants a lease: while it lasts, the keys that are put with it are there.
  ///
  /// @param lease its number, or 0 for the position of this command
  /// @param ttlNanos how long it lasts after it was kept alive
  record GrantLease(long lease, long ttlNanos) implements KvMutation {
    public GrantLease {
      KvOp.checkLease(lease);
      if (ttlNanos < 1) {
        throw new IllegalArgumentException("a lease lasts for a while");
      }
    }
  }

  /// Ends a lease, and deletes its keys.
  record RevokeLease(long lease) implements KvMutation {
    public RevokeLease {
      KvOp.checkLease(lease);
    }
  }

  /// As a revocation, by the leader, of a lease that nobody kept alive. Does nothing when there is
  /// no such lease any more.
  ///
  /// @param granted the revision of its grant: a number may be granted again
  record ExpireLease(long lease, long granted) implements KvMutation {
    public ExpireLease {
      KvOp.checkLease(lease);
    }
  }

  /// Versions that were replaced up to a revision may be forgotten.
  record Compact(long revision) implements KvMutation {
    public Compact {
      if (revision < 0) {
        throw new IllegalArgumentException("a revision is not negative");
      }
    }
  }
}
