package dev.dcore.bench.kv;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Writes that begin every few milliseconds, whether or not earlier ones have ended: how soon after
/// a moment one succeeds that began after it.
final class Failover {
  private static final Duration EVERY = Duration.ofMillis(10);

  /// More than a client can have waiting in [#LIMIT] would only measure its queue.
  private static final int OUTSTANDING_MAX = 400;

  /// A write that waits for longer makes room for another, though it may still succeed: else those
  /// from before would keep out the one that is waited for.
  private static final Duration PLACE_MAX = Duration.ofSeconds(1);

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final KvClient client;
  private final KvRecords records;
  private final Object lock = new Object();
  private boolean writing;
  private long killed;
  private long recovered;

  Failover(KvClient client, KvRecords records) {
    this.client = client;
    this.records = records;
  }

  String begin() {
    synchronized (lock) {
      writing = true;
      killed = Long.MAX_VALUE;
      recovered = Long.MAX_VALUE;
    }
    Thread.ofPlatform().daemon().name("failover-writes").start(this::write);
    return "begun";
  }

  /// @param moment of the same clock as `System.nanoTime()`, which on Linux all processes share
  /// @return the nanoseconds it took
  String end(long moment) throws InterruptedException {
    synchronized (lock) {
      killed = moment;
      long until = System.nanoTime() + LIMIT.toNanos();
      while (recovered == Long.MAX_VALUE) {
        long left = (until - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          break;
        }
        lock.wait(left);
      }
      writing = false;
      return recovered == Long.MAX_VALUE
          ? "error: no write succeeded for " + LIMIT.toSeconds() + " s"
          : String.valueOf(recovered - killed);
    }
  }

  private void write() {
    SplittableRandom random = new SplittableRandom(System.nanoTime());
    AtomicInteger outstanding = new AtomicInteger();
    while (isWriting()) {
      if (outstanding.get() < OUTSTANDING_MAX) {
        outstanding.incrementAndGet();
        String key = records.key(random.nextInt(KvRecords.KEYS));
        long now = System.nanoTime();
        CompletableFuture<?> answer = put(key, records.value(key, KvRecords.VALUE_BYTES, random));
        var _ = answer.thenRun(() -> succeeded(now));
        var _ =
            answer
                .copy()
                .orTimeout(PLACE_MAX.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> outstanding.decrementAndGet());
      }
      try {
        Thread.sleep(EVERY);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private CompletableFuture<?> put(String key, byte[] value) {
    try {
      return client.put(key, value);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private boolean isWriting() {
    synchronized (lock) {
      return writing;
    }
  }

  private void succeeded(long begun) {
    long now = System.nanoTime();
    synchronized (lock) {
      if (begun > killed && now < recovered) {
        recovered = now;
        lock.notifyAll();
      }
    }
  }
}
