package dev.dcore.sim;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the sources are, for tests that read them.
public final class ProjectRoot {
  private ProjectRoot() {}

  /// Tests run in their module's directory, or in the root itself.
  public static Path find() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.isDirectory(directory.resolve("kernel/src/main/java"))) {
      directory = directory.getParent();
    }
    if (directory == null) {
      throw new AssertionError("this reads the project's sources: run it in the project");
    }
    return directory;
  }
}
