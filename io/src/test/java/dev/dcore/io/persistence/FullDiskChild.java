package dev.dcore.io.persistence;

import dev.dcore.kernel.persistence.log.LogConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;

/// Fills a small file system with a log, makes room, and goes on. Exits 1 with a stack trace when
/// anything is not as it should be.
final class FullDiskChild {
  private static final LogConfig CONFIG = LogConfig.DEFAULT.withSegmentBytes(2 << 20);
  private static final int BALLAST_BYTES = 8 << 20;

  private FullDiskChild() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    Path ballast = directory.resolve("ballast");
    Files.write(ballast, new byte[BALLAST_BYTES]);
    long acknowledged = fill(directory);
    try (WriteAheadLog full = WriteAheadLog.open(directory, CONFIG)) {
      require(full.recovered().lastSequence() <= acknowledged, "more than was acknowledged");
    }
    Files.delete(ballast);
    try (WriteAheadLog again = WriteAheadLog.open(directory, CONFIG)) {
      long last = again.recovered().lastSequence();
      require(last >= acknowledged, "acknowledged " + acknowledged + ", found " + last);
      require(again.recovered().readOnly().isEmpty(), again.recovered().readOnly());
      again.append(new byte[100]).durable().join();
    }
    System.out.println("all there: " + acknowledged);
  }

  /// @return the last sequence that was acknowledged
  private static long fill(Path directory) throws IOException {
    long acknowledged = 0;
    WriteAheadLog log = WriteAheadLog.open(directory, CONFIG);
    try {
      while (true) {
        Appended appended = log.append(new byte[10_000]);
        appended.durable().join();
        acknowledged = appended.sequence();
        require(acknowledged < 10_000, "the disk does not fill");
      }
    } catch (CompletionException full) {
      System.out.println("after " + acknowledged + ": " + full.getMessage());
    } finally {
      log.close();
    }
    return acknowledged;
  }

  private static void require(boolean holds, String broken) {
    if (!holds) {
      throw new IllegalStateException(broken);
    }
  }
}
