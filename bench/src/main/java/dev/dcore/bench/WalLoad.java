package dev.dcore.bench;

import dev.dcore.io.persistence.Appended;
import dev.dcore.io.persistence.WriteAheadLog;
import dev.dcore.kernel.persistence.log.LogCounts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

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

  Run run(WriteAheadLog log, long nanos) throws InterruptedException {
    int producers = Math.min(PRODUCERS, outstanding);
    LogCounts before = log.counts();
    long begun = System.nanoTime();
    List<Latencies> each = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < producers; i++) {
      Latencies own = new Latencies();
      each.add(own);
      threads.add(
          Thread.ofPlatform()
              .start(() -> produce(log, outstanding / producers, begun + nanos, own)));
    }
    Latencies all = new Latencies();
    for (int i = 0; i < producers; i++) {
      threads.get(i).join();
      all.add(each.get(i));
    }
    all.took(System.nanoTime() - begun);
    return new Run(all, log.counts().since(before));
  }

  private static void produce(WriteAheadLog log, int window, long until, Latencies latencies) {
    byte[] bytes = new byte[RECORD_BYTES];
    ArrayDeque<Appended> under = new ArrayDeque<>(window + 1);
    long[] begun = new long[window];
    int at = 0;
    long now = System.nanoTime();
    // At least once, however late this thread got to run.
    do {
      if (under.size() == window) {
        under.remove().durable().join();
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
      under.remove().durable().join();
    }
  }
}
