package dev.dcore.sim.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every script prints what it says. `-Ddcore.golden=rewrite` makes it say what it prints.
final class ScenarioScriptsTest {
  private static final Path SCRIPTS = Path.of("src/main/resources/scenarios");

  static List<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void printsWhatItSays(Path file) throws IOException {
    String text = Files.readString(file);

    String printed;
    try (SimulatedWorld world = new SimulatedWorld(1)) {
      printed = Script.parse(text).run(world).text();
    }

    if ("rewrite".equals(System.getProperty("dcore.golden"))) {
      Files.writeString(file, printed);
    } else {
      assertEquals(text, printed, "to rewrite: ./dcore test -pl sim -am -Ddcore.golden=rewrite");
    }
  }
}
