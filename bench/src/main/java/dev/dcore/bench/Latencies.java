package dev.dcore.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How long each of many things took.
final class Latencies {
  private static final int FIRST = 1 << 12;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double NANOS_PER_SECOND = 1e9;

  /// What one of several threads does.
  @FunctionalInterface
  interface Work {
    /// @param own to which it adds what it measures
    void run(Latencies own) throws IOException;
  }

  private long[] nanos = new long[FIRST];
  private int count;
  private long tookNanos;

  /// What so many threads measure that all do the same at the same time.
  ///
  /// @throws IOException when one of them failed, whatever the others measured
  static Latencies together(int threads, Work work) throws IOException, InterruptedException {
    Callable<Latencies> each =
        () -> {
          Latencies own = new Latencies();
          work.run(own);
          return own;
        };
    Latencies all = new Latencies();
    long begun = System.nanoTime();
    try (ExecutorService executor =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      for (Future<Latencies> measured : executor.invokeAll(Collections.nCopies(threads, each))) {
        all.add(measured.get());
      }
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          cause instanceof IOException ? cause.getMessage() : cause.toString(), cause);
    }
    all.took(System.nanoTime() - begun);
    return all;
  }

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
