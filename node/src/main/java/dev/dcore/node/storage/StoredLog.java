package dev.dcore.node.storage;

import dev.dcore.io.persistence.LogInspector;
import dev.dcore.kernel.persistence.log.Inspection;
import dev.dcore.kernel.persistence.log.LogConfig;
import java.nio.file.Files;
import java.nio.file.Path;

/// The write-ahead log of a directory.
///
/// @param directory that holds its segments
public record StoredLog(Path directory) {
  private static final String WITHIN_NODE = LogConfig.DEFAULT.directory();

  /// @param path a log's directory, or a node's data directory with a log in it
  public static StoredLog in(Path path) {
    Path within = path.resolve(WITHIN_NODE);
    return new StoredLog(Files.isDirectory(within) ? within : path);
  }

  /// Reads and checks all of it, and changes nothing.
  public Inspection inspect() throws InterruptedException {
    return LogInspector.inspect(directory);
  }
}
