package dev.dcore.bench.real;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Short commands of the system.
final class Commands {
  /// None of them waits for anything but the kernel.
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /// Where tools of administrators are, also for users whose path leaves it out.
  private static final List<String> MORE_FOLDERS = List.of("/usr/sbin", "/sbin");

  private Commands() {}

  static Optional<String> find(String name) {
    String path = System.getenv("PATH");
    return Stream.concat(
            Stream.of(path == null ? new String[0] : path.split(File.pathSeparator, -1)),
            MORE_FOLDERS.stream())
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  static String run(String... command) throws RealFailed {
    return runWith("", List.of(command));
  }

  /// @param input what it reads; fits a pipe
  /// @return what it printed
  /// @throws RealFailed when it ends with an error
  static String runWith(String input, List<String> command) throws RealFailed {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new RealFailed(String.join(" ", command) + " does not end");
      }
      if (process.exitValue() != 0) {
        throw new RealFailed(String.join(" ", command) + " failed: " + said.strip());
      }
      return said;
    } catch (IOException e) {
      throw new RealFailed(command.getFirst() + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RealFailed("interrupted during " + String.join(" ", command), e);
    }
  }
}
