package dev.dcore.bench;

import dev.dcore.io.persistence.Appended;
import dev.dcore.io.persistence.WriteAheadLog;
import dev.dcore.kernel.persistence.log.LogCounts;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletionException;

/// Appends from a few producers, each of which has so many under way at a time.
///
/// @param outstanding of all producers together
record WalLoad(int outstanding) {
  static final int RECORD_BYTES = 256;
  private static final int PRODUCERS = 2;

  /// So many records stay in the log; older ones go, so that their files are used again.
  private static final long KEPT_RECORDS = 200_000;

  /// @param latencies from the append until it was durable
  record Run(Latencies latencies, LogCounts counts) {
    double perSync() {
      return (double) counts.records() / counts.syncs();
    }

    int bytesPerSync() {
      return (int) (counts.writtenBytes() / counts.syncs());
    }
  }

  Run run(WriteAheadLog log, long nanos) throws IOException, InterruptedException {
    int producers = Math.min(PRODUCERS, outstanding);
    LogCounts before = log.counts();
    long until = System.nanoTime() + nanos;
    Latencies all =
        Latencies.together(producers, own -> produce(log, outstanding / producers, until, own));
    return new Run(all, log.counts().since(before));
  }

  private static void produce(WriteAheadLog log, int window, long until, Latencies latencies)
      throws IOException {
    byte[] bytes = new byte[RECORD_BYTES];
    ArrayDeque<Appended> under = new ArrayDeque<>(window + 1);
    long[] begun = new long[window];
    int at = 0;
    long now = System.nanoTime();
    // At least once, however late this thread got to run.
    do {
      if (under.size() == window) {
        await(under.remove());
        now = System.nanoTime();
        latencies.add(now - begun[at]);
      }
      begun[at] = now;
      Appended appended = log.append(bytes);
      under.add(appended);
      at = at + 1 == window ? 0 : at + 1;
      if (appended.sequence() % KEPT_RECORDS == 0) {
        log.truncatePrefix(0, appended.sequence() - KEPT_RECORDS / 2);
      }
    } while (now < until);
    while (!under.isEmpty()) {
      await(under.remove());
    }
  }

  /// Until the record is as durable as the log's policy says.
  static void await(Appended appended) throws IOException {
    try {
      appended.durable().join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException("the log does not write: " + cause.getMessage(), e);
    }
  }
}
