package dev.dcore.bench.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Main code that fits on a screen.
class TidyTest {
  private static final int FILE_LINES_MAX = 500;
  private static final int METHOD_LINES_MAX = 60;

  @Test
  void filesAreShort() {
    List<String> broken = new ArrayList<>();
    for (Path file : Project.mainSources()) {
      int lines = Project.lines(file).size();
      if (lines > FILE_LINES_MAX) {
        broken.add(
            Project.relative(file) + " has " + lines + " lines: give a part of it its own class");
      }
    }
    assertEquals("", String.join("\n", broken));
  }

  @Test
  void methodsFitOnAScreen() {
    assertEquals("", String.join("\n", longMethods(Project.mainClasses(), METHOD_LINES_MAX)));
  }

  @Test
  void aLongMethodIsFound() {
    List<ClassFacts> classes = Project.mainClasses();
    assertEquals(false, longMethods(classes, 30).isEmpty(), "no method has over 30 lines");
  }

  private static List<String> longMethods(List<ClassFacts> classes, int linesMax) {
    List<String> broken = new ArrayList<>();
    for (ClassFacts each : classes) {
      each.methodLines()
          .forEach(
              (method, lines) -> {
                if (lines > linesMax) {
                  broken.add(
                      each.name()
                          + "."
                          + method
                          + " has "
                          + lines
                          + " lines: keep the branches and move what they do into methods");
                }
              });
    }
    return broken;
  }
}
