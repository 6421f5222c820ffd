package dev.dcore.kernel.store;

import dev.dcore.kernel.persistence.state.KeyRange;
import java.util.List;

/// Why a command is not proposed: limits, each said with its number.
final class KvRefusals {
  /// Shorter leases end in a change of leaders, though their owner is well; longer ones than a year
  /// are none.
  private static final long LEASE_NANOS_MIN = 100_000_000L;

  private static final long LEASE_NANOS_MAX = 366L * 24 * 3_600 * 1_000_000_000L;

  private final StoreLimits limits;

  KvRefusals(StoreLimits limits) {
    this.limits = limits;
  }

  /// @return in one sentence, or empty
  String refusal(KvMutation mutation, StateReader state) {
    return switch (mutation) {
      case KvOp.Put put -> first(refusal(put), full(bytes(put), state));
      case KvOp.Delete delete -> refusal(delete);
      case KvMutation.Txn txn -> refusal(txn, state);
      case KvMutation.GrantLease grant ->
          first(refusal(grant), full(StoreLimits.KEY_OVERHEAD_BYTES, state));
      case KvMutation.RevokeLease _, KvMutation.Compact _ -> "";
      case KvMutation.ExpireLease _ -> "when a lease expires is not a client's to say";
    };
  }

  private String refusal(KvMutation.Txn txn, StateReader state) {
    int most = Math.max(txn.compares().size(), Math.max(txn.then().size(), txn.otherwise().size()));
    if (most > limits.operationsMax()) {
      return "the transaction has " + most + " steps, more than " + limits.operationsMax();
    }
    String refusal = "";
    for (KvCompare compare : txn.compares()) {
      refusal = first(refusal, key(compare.key()));
    }
    for (List<KvOp> branch : List.of(txn.then(), txn.otherwise())) {
      long bytes = 0;
      for (KvOp op : branch) {
        refusal = first(refusal, refusal(op));
        bytes += op instanceof KvOp.Put put ? bytes(put) : 0;
      }
      refusal = first(refusal, bytes == 0 ? "" : full(bytes, state));
    }
    return refusal;
  }

  private String refusal(KvOp op) {
    return switch (op) {
      case KvOp.Put(byte[] key, byte[] value, long _) -> first(value(value), key(key));
      case KvOp.Delete(KeyRange range) -> range(range);
      case KvOp.Get(byte[] key) -> key(key);
      case KvOp.Scan scan -> range(scan.range());
    };
  }

  private static String refusal(KvMutation.GrantLease grant) {
    long ttl = grant.ttlNanos();
    return ttl < LEASE_NANOS_MIN || ttl > LEASE_NANOS_MAX
        ? "a lease lasts for " + LEASE_NANOS_MIN / 1_000_000 + " ms to a year"
        : "";
  }

  private String key(byte[] key) {
    return key.length > limits.keyBytesMax()
        ? "the key has " + key.length + " bytes, more than " + limits.keyBytesMax()
        : "";
  }

  private String range(KeyRange range) {
    byte[] to = range.to();
    // The end of a range that has one key is a byte longer.
    return first(
        key(range.from()), to == null || to.length <= limits.keyBytesMax() + 1 ? "" : key(to));
  }

  private String value(byte[] value) {
    return value.length > limits.valueBytesMax()
        ? "the value has " + value.length + " bytes, more than " + limits.valueBytesMax()
        : "";
  }

  private String full(long bytes, StateReader state) {
    long held = state.heldBytes();
    return held + bytes > limits.stateBytesMax()
        ? "the store is full: it holds "
            + held
            + " of at most "
            + limits.stateBytesMax()
            + " bytes; delete something"
        : "";
  }

  private static long bytes(KvOp.Put put) {
    return (long) put.key().length + put.value().length + StoreLimits.KEY_OVERHEAD_BYTES;
  }

  private static String first(String one, String other) {
    return one.isEmpty() ? other : one;
  }
}
