package dev.dcore.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The flags of an agent's JVM, from files that `./dcore` reads too: an AOT cache fits only the
/// flags it was made with.
public final class JvmFlags {
  private JvmFlags() {}

  /// All flags but the AOT cache and the class path.
  public static List<String> ofAgents() {
    return Stream.concat(read("jvm-always.flags"), read("jvm-agent.flags")).toList();
  }

  /// One flag a line; `#` begins a comment.
  private static Stream<String> read(String file) {
    try (InputStream bytes = JvmFlags.class.getResourceAsStream(file)) {
      String text =
          new String(Objects.requireNonNull(bytes, file).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.isBlank() && !line.startsWith("#"));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
