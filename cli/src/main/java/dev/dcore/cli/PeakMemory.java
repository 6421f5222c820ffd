package dev.dcore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The most memory that this process ever had in RAM, as Linux counts it.
final class PeakMemory {
  private static final long KIB_PER_MIB = 1_024;

  private PeakMemory() {}

  /// Null where there is no `/proc`.
  static @Nullable Long mib() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MIB)
          .findFirst()
          .orElse(null);
    } catch (IOException notLinux) {
      return null;
    }
  }
}
