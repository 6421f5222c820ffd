package dev.dcore.kernel.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Collectors;

/// Bytes that the wire format promised once, one file each under `src/test/resources/golden`, 32
/// hexadecimal digits a line.
///
/// `-Ddcore.golden=rewrite` writes what the code writes now. A change of an existing file breaks
/// every cluster with two versions in it: rewrite for new messages only.
public final class Golden {
  private static final Path DIRECTORY =
      Path.of(System.getProperty("basedir", ""), "src", "test", "resources", "golden");
  private static final int LINE_DIGITS = 32;

  private Golden() {}

  public static void check(String name, byte[] actual) throws IOException {
    Path file = DIRECTORY.resolve(name + ".hex");
    if ("rewrite".equals(System.getProperty("dcore.golden"))) {
      Files.createDirectories(DIRECTORY);
      Files.writeString(file, lines(actual));
    }
    assertEquals(
        Files.readString(file),
        lines(actual),
        name + ".hex differs; a new message is added with -Ddcore.golden=rewrite");
  }

  public static byte[] read(String name) throws IOException {
    String digits =
        Files.readAllLines(DIRECTORY.resolve(name + ".hex")).stream().collect(Collectors.joining());
    return HexFormat.of().parseHex(digits);
  }

  private static String lines(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    String digits = HexFormat.of().formatHex(bytes);
    for (int at = 0; at < digits.length(); at += LINE_DIGITS) {
      text.append(digits, at, Math.min(digits.length(), at + LINE_DIGITS)).append('\n');
    }
    return text.toString();
  }
}
