package dev.dcore.io.runtime;

import dev.dcore.io.persistence.BackupFile;
import dev.dcore.io.persistence.DirectoryLock;
import dev.dcore.io.persistence.FileDisk;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.state.MemoryBytes;
import dev.dcore.kernel.persistence.state.StateFailed;
import dev.dcore.kernel.runtime.GroupConfig;
import dev.dcore.kernel.runtime.GroupRestore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Works on what a data directory holds of its group's state while no agent uses it.
public final class OfflineGroup {
  /// A disk that says nothing for so long is stuck.
  private static final Duration SILENCE_MAX = Duration.ofSeconds(60);

  private OfflineGroup() {}

  /// Puts a backup in place, which is read twice: nothing is touched unless all of it is whole.
  ///
  /// @param dataDirectory made if there is none; its node keeps its identity
  /// @return how many keys the state has
  /// @throws IOException in one sentence
  public static long restore(Path backup, Path dataDirectory, List<NodeId> voters)
      throws IOException, InterruptedException {
    BackupFile.verify(backup);
    DirectoryLock lock = DirectoryLock.acquire(dataDirectory);
    LinkedBlockingQueue<DiskEvent> events = new LinkedBlockingQueue<>();
    FileDisk disk = new FileDisk("restore", dataDirectory, events::add);
    try {
      MemoryBytes bytes = new MemoryBytes();
      GroupRestore restore =
          new GroupRestore(
              disk,
              bytes,
              IdentityDirectory.settle(dataDirectory),
              GroupConfig.of(voters),
              () -> fill(bytes, backup));
      restore.start(MonotonicClock.nowNanos());
      while (!restore.ended()) {
        DiskEvent event = events.poll(SILENCE_MAX.toSeconds(), TimeUnit.SECONDS);
        if (event == null) {
          throw new IOException("the disk does not answer");
        }
        restore.onDisk(MonotonicClock.nowNanos(), event);
      }
      if (!restore.failure().isEmpty()) {
        throw new IOException(restore.failure());
      }
      return restore.keys();
    } catch (UncheckedIOException e) {
      @Nullable IOException cause = e.getCause();
      throw cause == null ? new IOException(e) : cause;
    } catch (StateFailed e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      disk.close(lock::release);
      disk.awaitClosed(SILENCE_MAX);
    }
  }

  private static void fill(MemoryBytes bytes, Path backup) {
    bytes.clear();
    try {
      BackupFile.Summary _ = BackupFile.read(backup, bytes::write);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
