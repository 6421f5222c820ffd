package dev.dcore.bench.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The load is what it says, and what fails is counted as such.
class KvLoadTest {
  private static final long TURN = Duration.ofMillis(200).toNanos();
  private static final int OUTSTANDING = 5;

  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  private final KvRecords records = new KvRecords();
  private final InMemory store = new InMemory();

  @AfterEach
  void end() {
    later.shutdownNow();
  }

  /// Answers after a moment.
  private final class InMemory implements KvClient {
    private final Map<String, byte[]> values = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();

    @Override
    public CompletableFuture<?> put(String key, byte[] value) {
      mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      values.put(key, value);
      writes.incrementAndGet();
      CompletableFuture<byte[]> done = new CompletableFuture<>();
      var _ =
          later.schedule(
              () -> {
                underWay.decrementAndGet();
                done.complete(value);
              },
              1,
              TimeUnit.MILLISECONDS);
      return done;
    }

    @Override
    public CompletableFuture<byte[]> get(String key) {
      return CompletableFuture.completedFuture(values.getOrDefault(key, new byte[0]));
    }

    @Override
    public void close() {}
  }

  private KvMeasured run(KvClient client, KvLoad.Kind kind) throws InterruptedException {
    return KvLoad.run(client, records, kind, OUTSTANDING, TURN);
  }

  @Test
  void soManyAreUnderWayAndNoMore() throws InterruptedException {
    KvMeasured measured = run(store, KvLoad.Kind.WRITE);

    assertEquals(OUTSTANDING, store.mostUnderWay.get());
    assertEquals(0, store.underWay.get());
    assertEquals(0, measured.errors());
    // What ended after the turn is no part of its rate.
    int late = store.writes.get() - (int) measured.operations();
    assertTrue(late >= 0 && late <= OUTSTANDING, late + " ended after the turn");
    assertTrue(measured.p50Nanos() >= Duration.ofMillis(1).toNanos());
    assertTrue(measured.p99Nanos() >= measured.p50Nanos());
  }

  @Test
  void everyKeyIsWrittenOnceAndReadBack() throws InterruptedException {
    KvMeasured filled = KvLoad.fill(store, records, 64, 2 * 100, 100, 300, 10 * TURN);

    assertEquals(200, filled.operations());
    assertEquals(100, store.values.size());
    assertTrue(store.values.values().stream().allMatch(value -> value.length == 300));
    store.values.forEach((key, value) -> assertTrue(KvRecords.isOf(key, value)));
  }

  @Test
  void answersAtOnceDoNotGrowTheStack() throws InterruptedException {
    KvLoad.fill(store, records, 64, KvRecords.KEYS, KvRecords.KEYS, 300, 100 * TURN);
    KvMeasured read = run(store, KvLoad.Kind.READ);

    assertEquals(0, read.errors());
    assertTrue(read.operations() > 10_000, read.operations() + " reads");
  }

  @Test
  void whatIsOfAnotherKeyIsAnError() throws InterruptedException {
    KvMeasured measured = run(store, KvLoad.Kind.READ);

    assertEquals(0, measured.operations());
    assertTrue(measured.errors() >= OUTSTANDING);
    assertTrue(measured.firstError().contains("0 bytes of something else"), measured.firstError());
  }

  @Test
  void failuresAreCountedAndSaid() throws InterruptedException {
    KvClient failing =
        new KvClient() {
          @Override
          public CompletableFuture<?> put(String key, byte[] value) {
            return CompletableFuture.failedFuture(new IOException("the disk is gone"));
          }

          @Override
          public CompletableFuture<byte[]> get(String key) {
            throw new IllegalStateException("closed");
          }

          @Override
          public void close() {}
        };

    KvMeasured writes = run(failing, KvLoad.Kind.WRITE);
    assertEquals(0, writes.operations());
    assertTrue(writes.errors() >= OUTSTANDING);
    assertTrue(writes.firstError().contains("the disk is gone"));
    assertTrue(run(failing, KvLoad.Kind.READ).firstError().contains("closed"));
  }

  @Test
  void whatWasMeasuredFitsALine() throws IOException {
    KvMeasured measured = new KvMeasured(1_000, 3, 2_000_000_000L, 5, 7, "no leader for 2 s");

    assertEquals(measured, KvMeasured.parse(measured.line()));
    assertEquals(500, measured.perSecond());
  }

  @Test
  void aBucketIsAtMostASixtyFourthWide() {
    for (long nanos = 0; nanos < 1L << 40; nanos += 1 + nanos / 7) {
      int bucket = LatencyHistogram.bucket(nanos);
      long end = LatencyHistogram.end(bucket);
      assertTrue(end >= nanos && end - nanos <= nanos / 64, nanos + " ends at " + end);
      assertEquals(bucket, LatencyHistogram.bucket(end));
      assertEquals(bucket + 1, LatencyHistogram.bucket(end + 1));
    }
  }

  @Test
  void quantilesAreThoseOfTheRank() {
    LatencyHistogram histogram = new LatencyHistogram();
    assertEquals(0, histogram.quantile(0.5));
    for (int nanos = 1; nanos <= 50; nanos++) {
      histogram.add(nanos);
    }
    assertEquals(25, histogram.quantile(0.5));
    assertEquals(50, histogram.quantile(0.99));
  }
}
