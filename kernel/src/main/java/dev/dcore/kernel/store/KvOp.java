package dev.dcore.kernel.store;

import dev.dcore.kernel.persistence.state.KeyRange;
import java.util.Arrays;

/// One step of a transaction. Nobody changes its arrays.
public sealed interface KvOp {
  /// @param lease whose end deletes the key, or 0 for none; a lease that the key had before has no
  ///   more to do with it
  record Put(byte[] key, byte[] value, long lease) implements KvOp, KvMutation {
    public Put {
      checkKey(key);
      checkLease(lease);
    }

    /// Without a lease.
    public Put(byte[] key, byte[] value) {
      this(key, value, 0);
    }
  }

  /// Deletes all keys of a range.
  record Delete(KeyRange range) implements KvOp, KvMutation {
    public Delete {
      checkRange(range);
    }

    public static Delete of(byte[] key) {
      checkKey(key);
      return new Delete(only(key));
    }
  }

  record Get(byte[] key) implements KvOp {
    public Get {
      checkKey(key);
    }
  }

  /// Keys next to each other.
  ///
  /// @param limit how many at most; the answer says whether there are more
  /// @param descending from the last one on
  record Scan(KeyRange range, int limit, boolean descending) implements KvOp {
    public Scan {
      checkRange(range);
      checkLimit(limit);
    }
  }

  /// The range that has this key and no other.
  static KeyRange only(byte[] key) {
    return new KeyRange(key, Arrays.copyOf(key, key.length + 1));
  }

  /// Whether a range has one key and no other.
  static boolean isOnly(KeyRange range) {
    return Arrays.equals(range.to(), Arrays.copyOf(range.from(), range.from().length + 1));
  }

  static void checkKey(byte[] key) {
    if (key.length == 0) {
      throw new IllegalArgumentException("a key is not empty");
    }
  }

  static void checkLease(long lease) {
    if (lease < 0) {
      throw new IllegalArgumentException("the number of a lease is not negative");
    }
  }

  static void checkLimit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a limit is positive");
    }
  }

  static void checkRange(KeyRange range) {
    byte[] to = range.to();
    if (to != null && Arrays.compareUnsigned(range.from(), to) >= 0) {
      throw new IllegalArgumentException("a range ends behind its beginning");
    }
  }
}
