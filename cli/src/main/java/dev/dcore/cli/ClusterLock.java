package dev.dcore.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// Keeps two commands from starting or stopping the agents of one data directory at the same time.
final class ClusterLock implements AutoCloseable {
  /// The longest that a start takes, and a little more.
  private static final Duration WAIT_MAX = Duration.ofSeconds(40);

  private static final String FILE = "cluster.lock";

  private final FileChannel channel;

  private ClusterLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @throws CommandFailed in one sentence, when the directory cannot be used or another command
  ///   does not end
  static ClusterLock take(Path dataDirectory) throws CommandFailed, InterruptedException {
    FileChannel channel;
    try {
      Files.createDirectories(dataDirectory);
      channel =
          FileChannel.open(
              dataDirectory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new CommandFailed(
          dataDirectory
              + " cannot be used as the data directory: choose a directory of yours with"
              + " --data-dir",
          e);
    }
    long deadline = System.nanoTime() + WAIT_MAX.toNanos();
    try {
      FileLock lock = channel.tryLock();
      while (lock == null) {
        if (System.nanoTime() > deadline) {
          channel.close();
          throw new CommandFailed(
              "another dcore command has been starting or stopping "
                  + dataDirectory
                  + " for too long: end it first");
        }
        Thread.sleep(Duration.ofMillis(50));
        lock = channel.tryLock();
      }
      return new ClusterLock(channel);
    } catch (IOException e) {
      throw new CommandFailed(dataDirectory + " cannot be locked: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // The lock ends with the process at the latest.
    }
  }
}
