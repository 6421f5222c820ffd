package dev.dcore.io.persistence;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.io.RealWorld;
import dev.dcore.kernel.contracts.DiskContract;
import dev.dcore.kernel.contracts.DiskHarness;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;

/// Real files do what every disk does.
final class FileDiskTest extends DiskContract {
  @TempDir private Path directory;

  @Override
  protected DiskHarness harness() {
    return new RealDisk(directory);
  }

  private static final class RealDisk extends RealWorld implements DiskHarness {
    private final Path directory;
    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final List<DiskEvent> events = new CopyOnWriteArrayList<>();
    private final FileDisk disk;

    private RealDisk(Path directory) {
      this.directory = directory;
      this.disk = new FileDisk("test", directory, event -> loop.execute(() -> events.add(event)));
    }

    @Override
    public void onLoop(Consumer<Disk> action) {
      CompletableFuture.runAsync(() -> action.accept(disk), loop).join();
    }

    @Override
    public List<DiskEvent> events() {
      return List.copyOf(events);
    }

    @Override
    public void breakFile(String file) {
      try {
        Files.createDirectory(directory.resolve(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        disk.close(() -> {});
        assertTrue(disk.awaitClosed(Duration.ofSeconds(10)));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        loop.close();
      }
    }
  }
}
