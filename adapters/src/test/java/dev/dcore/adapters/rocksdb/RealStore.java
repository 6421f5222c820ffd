package dev.dcore.adapters.rocksdb;

import dev.dcore.io.identity.SystemEntropy;
import dev.dcore.io.persistence.FileDisk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.checkpoint.CheckpointConfig;
import dev.dcore.kernel.persistence.log.LogConfig;
import dev.dcore.kernel.persistence.state.OrderedBytes;
import dev.dcore.kernel.runtime.LocalStore;
import dev.dcore.kernel.runtime.StoreAnswer;
import dev.dcore.kernel.runtime.StoreConfig;
import dev.dcore.kernel.runtime.StoreRequest;
import dev.dcore.kernel.runtime.StoreRuntime;
import dev.dcore.kernel.runtime.StoreTrace;
import dev.dcore.kernel.store.KvLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A store on real files, stepped by the thread that asks. Closing it is as good as a crash.
final class RealStore implements LocalStore.Outputs, AutoCloseable {
  private static final StoreConfig CONFIG =
      new StoreConfig(
          LogConfig.DEFAULT.withSegmentBytes(2 << 20),
          new CheckpointConfig(2, 4_000, 1 << 20),
          KvLimits.DEFAULT,
          1 << 20);
  private static final long START_NANOS = 1_000;
  private static final long WAIT_MILLIS = 2;

  private final LinkedBlockingQueue<DiskEvent> events = new LinkedBlockingQueue<>();
  private final Map<Long, StoreAnswer> answers = new HashMap<>();
  private final FileDisk disk;
  private final StoreRuntime runtime;
  private String opened;
  private StoreTrace.Opened found;
  private long lastTicket;
  private long nowNanos = START_NANOS;
  private long askedNanos = START_NANOS;

  RealStore(Path directory, OrderedBytes bytes) throws InterruptedException {
    disk = new FileDisk("test", directory, events::add);
    runtime = new StoreRuntime(disk, new SystemEntropy(), bytes, "test", CONFIG, this);
    runtime.start(nowNanos);
    while (opened == null) {
      step();
    }
    if (!opened.isEmpty()) {
      throw new AssertionError(opened);
    }
  }

  StoreTrace.Opened found() {
    return found;
  }

  /// Asks, and waits for the answer.
  StoreAnswer ask(StoreRequest request) throws InterruptedException {
    long ticket = ++lastTicket;
    // The same for every store that is asked the same, whatever it waited for meanwhile.
    askedNanos += 1_000_000_000;
    nowNanos = Math.max(nowNanos, askedNanos);
    runtime.store().request(nowNanos, ticket, request);
    while (!answers.containsKey(ticket)) {
      step();
    }
    return answers.remove(ticket);
  }

  @Override
  public void answer(long ticket, StoreAnswer answer) {
    answers.put(ticket, answer);
  }

  @Override
  public void trace(StoreTrace event) {
    if (event instanceof StoreTrace.Opened open) {
      found = open;
    }
  }

  @Override
  public void opened(String failure) {
    opened = failure;
  }

  @Override
  public void close() {
    disk.close(() -> {});
    try {
      disk.awaitClosed(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The log may wait a moment for more to come; here nothing comes, and the moment is over at
  /// once.
  private void step() throws InterruptedException {
    DiskEvent event = events.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    if (event == null && runtime.deadlineNanos() < Long.MAX_VALUE) {
      nowNanos = Math.max(nowNanos, runtime.deadlineNanos());
      runtime.onWoken(nowNanos);
    } else if (event == null) {
      event = events.poll(20, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("the disk does not answer");
      }
    }
    if (event != null) {
      runtime.onDisk(nowNanos, event);
    }
  }
}
