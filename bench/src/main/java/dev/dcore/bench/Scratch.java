package dev.dcore.bench;

import dev.dcore.cli.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// A directory of the benchmark's own, which goes with it.
record Scratch(Path directory) implements AutoCloseable {
  static Scratch make() throws CommandFailed {
    try {
      return new Scratch(Files.createTempDirectory("dcore-bench"));
    } catch (IOException e) {
      throw new CommandFailed(
          "no temporary directory can be made (" + e.getMessage() + "): set TMPDIR to one of yours",
          e);
    }
  }

  @Override
  public void close() {
    try (var files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("dcore: " + directory + " is left behind: " + e);
    }
  }
}
