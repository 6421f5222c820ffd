package dev.dcore.bench.kv;

import java.util.concurrent.atomic.AtomicLongArray;

/// How long each of many things took, in buckets that are at most 1/64 wide. Any number of threads
/// may add.
final class LatencyHistogram {
  private static final int MANTISSA_BITS = 6;
  private static final int PER_POWER = 1 << MANTISSA_BITS;

  private final AtomicLongArray buckets = new AtomicLongArray(PER_POWER * Long.SIZE);

  void add(long nanos) {
    buckets.incrementAndGet(bucket(Math.max(0, nanos)));
  }

  long count() {
    long all = 0;
    for (int i = 0; i < buckets.length(); i++) {
      all += buckets.get(i);
    }
    return all;
  }

  /// The upper end of the bucket that holds this rank, in nanoseconds; 0 when there is nothing.
  long quantile(double share) {
    long rank = (long) Math.ceil(share * count());
    long seen = 0;
    for (int i = 0; i < buckets.length(); i++) {
      seen += buckets.get(i);
      if (seen >= rank && seen > 0) {
        return end(i);
      }
    }
    return 0;
  }

  /// Exact below [#PER_POWER]; above, the power of two and the bits that follow its first.
  static int bucket(long nanos) {
    if (nanos < PER_POWER) {
      return (int) nanos;
    }
    int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - MANTISSA_BITS;
    return (power + 1) * PER_POWER + (int) ((nanos >>> power) - PER_POWER);
  }

  static long end(int bucket) {
    if (bucket < PER_POWER) {
      return bucket;
    }
    int power = bucket / PER_POWER - 1;
    return ((long) (bucket % PER_POWER + PER_POWER + 1) << power) - 1;
  }
}
