package dev.dcore.io.persistence;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.log.Inspection;
import dev.dcore.kernel.persistence.log.LogConfig;
import dev.dcore.kernel.persistence.log.LogEffect;
import dev.dcore.kernel.persistence.log.LogFiles;
import dev.dcore.kernel.persistence.log.LogInput;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Looks at the log of a directory, and changes nothing. Of a log that is in use it may find the
/// end torn, since that moves while it looks.
public final class LogInspector {
  private final BlockingQueue<DiskEvent> events = new LinkedBlockingQueue<>();
  private @Nullable Inspection found;

  private LogInspector() {}

  /// Reads and checks every byte of the log; returns when it has.
  public static Inspection inspect(Path directory) throws InterruptedException {
    return new LogInspector().look(directory);
  }

  private Inspection look(Path directory) throws InterruptedException {
    FileDisk disk = new FileDisk("inspect", directory, events::add);
    try {
      LogFiles files =
          new LogFiles(disk, 1, LogConfig.DEFAULT.withDirectory(""), (now, said) -> hear(said));
      files.step(System.nanoTime(), new LogInput.Inspect());
      while (found == null) {
        files.onDisk(System.nanoTime(), events.take());
      }
      return Invariant.present(found, "it looked");
    } finally {
      disk.close(() -> {});
    }
  }

  private void hear(LogEffect said) {
    if (said instanceof LogEffect.Inspected(Inspection inspection)) {
      found = inspection;
    }
  }
}
