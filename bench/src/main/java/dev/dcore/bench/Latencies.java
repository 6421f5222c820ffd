package dev.dcore.bench;

import java.util.Arrays;

/// How long each of many things took.
final class Latencies {
  private static final int FIRST = 1 << 12;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double NANOS_PER_SECOND = 1e9;

  private long[] nanos = new long[FIRST];
  private int count;
  private long tookNanos;

  void add(long each) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = each;
  }

  void add(Latencies others) {
    nanos = Arrays.copyOf(nanos, count + others.count + 1);
    System.arraycopy(others.nanos, 0, nanos, count, others.count);
    count += others.count;
  }

  /// All of them, some at a time.
  void took(long total) {
    tookNanos = total;
  }

  int count() {
    return count;
  }

  double perSecond() {
    return count * NANOS_PER_SECOND / tookNanos;
  }

  /// Microseconds.
  double quantile(double share) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return count == 0
        ? Double.NaN
        : sorted[(int) Math.min(count - 1, share * count)] / NANOS_PER_MICRO;
  }
}
