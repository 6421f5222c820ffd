package dev.dcore.io.runtime;

import dev.dcore.io.identity.SystemEntropy;
import dev.dcore.io.persistence.BackupFile;
import dev.dcore.io.persistence.DirectoryLock;
import dev.dcore.io.persistence.FileDisk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.state.MemoryBytes;
import dev.dcore.kernel.persistence.state.StateFailed;
import dev.dcore.kernel.runtime.LocalStore;
import dev.dcore.kernel.runtime.StoreAnswer;
import dev.dcore.kernel.runtime.StoreConfig;
import dev.dcore.kernel.runtime.StoreRequest;
import dev.dcore.kernel.runtime.StoreRuntime;
import dev.dcore.kernel.runtime.StoreTrace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Works on the store of a data directory while no agent uses it.
public final class OfflineStore implements LocalStore.Outputs {
  /// A disk that says nothing for so long is stuck.
  private static final Duration SILENCE_MAX = Duration.ofSeconds(60);

  /// What is not done by then is done when the agent starts.
  private static final Duration SETTLE = Duration.ofMillis(500);

  private static final long REPLACED = 1;

  private final LinkedBlockingQueue<DiskEvent> events = new LinkedBlockingQueue<>();
  private final MemoryBytes bytes = new MemoryBytes();
  private @Nullable String opened;
  private @Nullable StoreAnswer answer;

  private OfflineStore() {}

  /// Replaces what the store of a directory holds by a backup, which is read twice: nothing is
  /// touched unless all of it is whole. A crash on the way leaves the old or the new state.
  ///
  /// @param dataDirectory made if there is none; its node keeps its identity
  /// @throws IOException in one sentence: an agent runs there, or the backup is damaged
  public static BackupFile.Summary restore(Path backup, Path dataDirectory, String cluster)
      throws IOException, InterruptedException {
    BackupFile.verify(backup);
    DirectoryLock lock = DirectoryLock.acquire(dataDirectory);
    try {
      return new OfflineStore().replace(backup, dataDirectory, cluster);
    } finally {
      lock.release();
    }
  }

  @Override
  public void answer(long ticket, StoreAnswer said) {
    answer = said;
  }

  @Override
  public void trace(StoreTrace event) {}

  @Override
  public void opened(String failure) {
    opened = failure;
  }

  private BackupFile.Summary replace(Path backup, Path directory, String cluster)
      throws IOException, InterruptedException {
    FileDisk disk = new FileDisk("restore", directory, events::add);
    try {
      StoreRuntime runtime =
          new StoreRuntime(disk, new SystemEntropy(), bytes, cluster, StoreConfig.DEFAULT, this);
      runtime.start(MonotonicClock.nowNanos());
      while (opened == null) {
        step(runtime);
      }
      if (!String.valueOf(opened).isEmpty()) {
        throw new IOException(opened);
      }
      BackupFile.Summary[] summary = new BackupFile.Summary[1];
      if (!runtime.store().replace(() -> summary[0] = fill(backup))) {
        return summary[0];
      }
      runtime.store().request(MonotonicClock.nowNanos(), REPLACED, new StoreRequest.Compact());
      while (answer == null) {
        step(runtime);
      }
      if (!(answer instanceof StoreAnswer.Checkpointed)) {
        throw new IOException("the restored state could not be kept: " + answer);
      }
      settle(runtime);
      return summary[0];
    } catch (UncheckedIOException e) {
      @Nullable IOException cause = e.getCause();
      throw cause == null ? new IOException(e) : cause;
    } catch (StateFailed e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      disk.close(() -> {});
      disk.awaitClosed(SILENCE_MAX);
    }
  }

  private BackupFile.Summary fill(Path backup) {
    bytes.clear();
    try {
      return BackupFile.read(backup, bytes::write);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void step(StoreRuntime runtime) throws IOException, InterruptedException {
    long silenceNanos = MonotonicClock.nowNanos() + SILENCE_MAX.toNanos();
    long untilNanos = Math.min(silenceNanos, runtime.deadlineNanos());
    DiskEvent event =
        events.poll(Math.max(0, untilNanos - MonotonicClock.nowNanos()), TimeUnit.NANOSECONDS);
    long now = MonotonicClock.nowNanos();
    if (event != null) {
      runtime.onDisk(now, event);
    } else if (now >= silenceNanos) {
      throw new IOException("the disk does not answer");
    } else {
      runtime.onWoken(now);
    }
  }

  /// Lets what the disk still has to do end: deletions, and the truncation of the log.
  private void settle(StoreRuntime runtime) throws InterruptedException {
    long untilNanos = MonotonicClock.nowNanos() + SETTLE.toNanos();
    while (MonotonicClock.nowNanos() < untilNanos) {
      DiskEvent event = events.poll(SETTLE.toMillis() / 20, TimeUnit.MILLISECONDS);
      if (event != null) {
        runtime.onDisk(MonotonicClock.nowNanos(), event);
      }
      if (MonotonicClock.nowNanos() >= runtime.deadlineNanos()) {
        runtime.onWoken(MonotonicClock.nowNanos());
      }
    }
  }
}
