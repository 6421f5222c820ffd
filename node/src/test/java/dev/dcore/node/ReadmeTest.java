package dev.dcore.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every piece of Java in the README is one that a test of this module compiles and runs.
class ReadmeTest {
  private static final Pattern SHOWN = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern MARKED =
      Pattern.compile("// readme:begin\n(.*?)\n *// readme:end", Pattern.DOTALL);

  @Test
  void whatTheReadmeShowsIsWhatIsTested() throws IOException {
    List<String> tested = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        Matcher marked = MARKED.matcher(Files.readString(file));
        while (marked.find()) {
          tested.add(marked.group(1).stripTrailing().stripIndent());
        }
      }
    }
    List<String> shown = new ArrayList<>();
    Matcher blocks = SHOWN.matcher(Files.readString(Path.of("..", "README.md")));
    while (blocks.find()) {
      for (String piece : blocks.group(1).split("\n// …\n", -1)) {
        shown.add(piece.strip());
      }
    }

    assertTrue(shown.size() >= 2, "the README shows how to begin");
    shown.forEach(piece -> assertTrue(tested.contains(piece), "no test has\n" + piece));
    assertEquals(tested.size(), shown.size());
  }
}
