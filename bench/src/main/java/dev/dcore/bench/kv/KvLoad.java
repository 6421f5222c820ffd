package dev.dcore.bench.kv;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A closed loop: so many operations are under way until there is no more to do. Whoever completes
/// one begins the next, so that the load costs no thread of its own.
final class KvLoad {
  /// After this what has not come back counts as an error: longer than any client's own limit.
  private static final Duration STRAGGLERS_MAX = Duration.ofSeconds(20);

  /// A store that fails at once would be asked as often as the processor allows.
  private static final Executor AFTER_ERROR =
      CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);

  /// What an operation does with a key.
  enum Kind {
    WRITE,
    READ;

    static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  private final KvClient client;
  private final KvRecords records;
  private final Kind kind;
  private final int valueBytes;
  private final long begun = System.nanoTime();
  private final long until;
  private final LatencyHistogram latencies = new LatencyHistogram();
  private final AtomicLong inTime = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();
  private final AtomicReference<String> firstError = new AtomicReference<>("");

  private KvLoad(KvClient client, KvRecords records, Kind kind, int valueBytes, long nanos) {
    this.until = begun + nanos;
    this.client = client;
    this.records = records;
    this.kind = kind;
    this.valueBytes = valueBytes;
  }

  /// Keys drawn at random, for so long.
  ///
  /// @param outstanding operations under way at any time
  static KvMeasured run(KvClient client, KvRecords records, Kind kind, int outstanding, long nanos)
      throws InterruptedException {
    KvLoad load = new KvLoad(client, records, kind, KvRecords.VALUE_BYTES, nanos);
    SplittableRandom keys = new SplittableRandom(load.begun);
    load.loop(
        outstanding,
        nanos,
        () -> {
          SplittableRandom own;
          synchronized (keys) {
            own = keys.split();
          }
          return () -> System.nanoTime() < load.until ? own.nextInt(KvRecords.KEYS) : -1;
        });
    return load.measured(nanos);
  }

  /// Writes one key after the other, so often.
  ///
  /// @param limitNanos then what is left is an error
  static KvMeasured fill(
      KvClient client,
      KvRecords records,
      int outstanding,
      int writes,
      int keys,
      int valueBytes,
      long limitNanos)
      throws InterruptedException {
    KvLoad load = new KvLoad(client, records, Kind.WRITE, valueBytes, limitNanos);
    AtomicInteger next = new AtomicInteger();
    load.loop(
        outstanding,
        limitNanos,
        () ->
            () -> {
              int number = next.getAndIncrement();
              return number < writes ? number % keys : -1;
            });
    return load.measured(System.nanoTime() - load.begun);
  }

  /// The number of the key for the next operation, or -1 when there is none.
  private interface Keys {
    int next();
  }

  private interface KeysOfSlot {
    Keys make();
  }

  private void loop(int outstanding, long nanos, KeysOfSlot keys) throws InterruptedException {
    CountDownLatch running = new CountDownLatch(outstanding);
    for (int i = 0; i < outstanding; i++) {
      new Slot(keys.make(), running, begun + i).go();
    }
    if (!running.await(nanos + STRAGGLERS_MAX.toNanos(), TimeUnit.NANOSECONDS)) {
      failed(running.getCount(), "no answer for " + STRAGGLERS_MAX.toSeconds() + " s");
    }
  }

  private KvMeasured measured(long nanos) {
    return new KvMeasured(
        inTime.get(),
        errors.get(),
        nanos,
        latencies.quantile(0.5),
        latencies.quantile(0.99),
        firstError.get());
  }

  private void failed(long count, String why) {
    errors.addAndGet(count);
    firstError.compareAndSet("", why);
  }

  /// One operation at a time.
  private final class Slot {
    private final Keys keys;
    private final CountDownLatch running;
    private final SplittableRandom random;

    Slot(Keys keys, CountDownLatch running, long seed) {
      this.keys = keys;
      this.running = running;
      this.random = new SplittableRandom(seed);
    }

    /// In a loop as long as answers are there at once, so that the stack does not grow.
    void go() {
      while (true) {
        int number = keys.next();
        if (number < 0) {
          running.countDown();
          return;
        }
        long now = System.nanoTime();
        CompletableFuture<?> answer = begin(records.key(number));
        if (!answer.isDone()) {
          var _ =
              answer.whenComplete(
                  (_, failure) -> {
                    if (wentWell(now, failure)) {
                      go();
                    }
                  });
          return;
        }
        if (!wentWell(now, answer.isCompletedExceptionally() ? answer.exceptionNow() : null)) {
          return;
        }
      }
    }

    private CompletableFuture<?> begin(String key) {
      try {
        return switch (kind) {
          case WRITE -> client.put(key, records.value(key, valueBytes, random));
          case READ -> client.get(key).thenCompose(value -> checked(key, value));
        };
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    /// After a failure this goes on later, by itself.
    private boolean wentWell(long since, @Nullable Throwable failure) {
      if (failure == null) {
        long now = System.nanoTime();
        latencies.add(now - since);
        if (now < until) {
          inTime.incrementAndGet();
        }
        return true;
      }
      failed(1, failure.toString());
      AFTER_ERROR.execute(this::go);
      return false;
    }
  }

  private static CompletableFuture<byte[]> checked(String key, byte[] value) {
    return KvRecords.isOf(key, value)
        ? CompletableFuture.completedFuture(value)
        : CompletableFuture.failedFuture(
            new IOException(key + " has " + value.length + " bytes of something else"));
  }
}
