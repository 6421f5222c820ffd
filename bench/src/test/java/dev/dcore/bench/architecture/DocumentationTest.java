package dev.dcore.bench.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Documents say what is there.
class DocumentationTest {
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

  /// Directories that only some machine has. Written in pieces, since this file is read too.
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.}\\])*-])/(wo" + "rk|ho" + "me|ro" + "ot|Us" + "ers)/\\w");

  private static final List<String> TEXT =
      List.of(".java", ".md", ".xml", ".txt", ".sh", ".config", ".html", ".properties", ".json");

  @Test
  void linksLeadToFiles() {
    List<String> broken = new ArrayList<>();
    for (Path document : projectFiles(".md")) {
      for (String target : links(Project.text(document))) {
        if (!Files.exists(document.resolveSibling(target))) {
          broken.add(Project.relative(document) + " links to " + target + ", which is not there");
        }
      }
    }
    assertEquals("", String.join("\n", broken));
  }

  @Test
  void linksAreFound() {
    assertEquals(
        List.of("docs/a.md", "b/"),
        links("see [a](docs/a.md#part) and [b](b/), not [c](https://example.org) or [d](#e)"));
  }

  @Test
  void everyPackageSaysWhatItNeverDoes() {
    TreeSet<Path> packages = new TreeSet<>();
    Project.mainSources().stream()
        .filter(file -> !file.endsWith("module-info.java"))
        .forEach(file -> packages.add(file.getParent()));
    List<String> broken = new ArrayList<>();
    for (Path each : packages) {
      Path info = each.resolve("package-info.java");
      if (!Files.exists(info) || !Project.text(info).contains("Invariant:")) {
        broken.add(
            Project.relative(info)
                + " lacks its sentence \"Invariant: this package never …\": say what readers can"
                + " rely on");
      }
    }
    assertEquals("", String.join("\n", broken));
  }

  @Test
  void noFileNamesAPathOfOneMachine() {
    List<String> broken = new ArrayList<>();
    for (String suffix : TEXT) {
      for (Path file : projectFiles(suffix)) {
        Matcher matcher = MACHINE_PATH.matcher(Project.text(file));
        if (matcher.find()) {
          broken.add(
              Project.relative(file) + " names " + matcher.group() + "…: use a relative path");
        }
      }
    }
    assertEquals("", String.join("\n", broken));
  }

  @Test
  void machinePathsAreFoundAndOthersAreNot() {
    String path = "/ho" + "me/me/x";
    assertEquals(true, MACHINE_PATH.matcher("see " + path).find());
    assertEquals(false, MACHINE_PATH.matcher("$HOME" + path + " a/wo" + "rk/b").find());
  }

  private static List<String> links(String text) {
    return LINK.matcher(text)
        .results()
        .map(link -> link.group(1).replaceFirst("#.*", ""))
        .filter(target -> !target.isEmpty() && !target.contains(":"))
        .toList();
  }

  /// All files of the project, what is built and what is hidden left out.
  private static List<Path> projectFiles(String suffix) {
    List<Path> files = new ArrayList<>();
    SimpleFileVisitor<Path> visitor =
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            String name = directory.getFileName().toString();
            boolean hidden = name.startsWith(".") && !name.equals(".ci") && !name.equals(".mvn");
            boolean ours = directory.equals(Project.ROOT) || !(hidden || name.equals("target"));
            return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(suffix)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        };
    try {
      Files.walkFileTree(Project.ROOT, visitor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
