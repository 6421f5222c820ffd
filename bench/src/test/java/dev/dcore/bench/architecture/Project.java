package dev.dcore.bench.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where things are in the working tree.
final class Project {
  static final Path ROOT = root();
  static final List<String> MODULES = modules();

  private static final String ARCHITECTURE = "ARCHITECTURE.md";

  private Project() {}

  /// The lines between `<!-- NAME:begin -->` and `<!-- NAME:end -->` of ARCHITECTURE.md.
  static List<String> section(String name) {
    List<String> lines = lines(ROOT.resolve(ARCHITECTURE));
    int begin = lines.indexOf("<!-- " + name + ":begin -->");
    int end = lines.indexOf("<!-- " + name + ":end -->");
    if (begin < 0 || end < begin) {
      throw new AssertionError(ARCHITECTURE + " lacks the marked section " + name);
    }
    return lines.subList(begin + 1, end);
  }

  /// All classes of the modules' main code, as last compiled.
  static List<ClassFacts> mainClasses() {
    return MODULES.stream().flatMap(module -> classesOf(module).stream()).toList();
  }

  private static List<ClassFacts> classesOf(String module) {
    Path classes = ROOT.resolve(module).resolve("target").resolve("classes");
    boolean hasSources = Files.isDirectory(ROOT.resolve(module).resolve("src/main/java"));
    if (hasSources && !Files.isDirectory(classes)) {
      throw new AssertionError(module + " is not compiled; run the test by ./dcore check");
    }
    return files(classes, ".class").stream()
        .filter(file -> !file.toString().contains("jmh_generated"))
        .filter(file -> !file.endsWith("module-info.class"))
        .map(file -> ClassFacts.read(module, file))
        .toList();
  }

  /// Main sources of all modules.
  static List<Path> mainSources() {
    return MODULES.stream()
        .flatMap(module -> files(ROOT.resolve(module).resolve("src/main/java"), ".java").stream())
        .toList();
  }

  /// Files below a directory, sorted; none when it is not there.
  static List<Path> files(Path directory, String suffix) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(suffix))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> lines(Path file) {
    return text(file).lines().toList();
  }

  static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// For messages.
  static String relative(Path file) {
    return ROOT.relativize(file).toString();
  }

  private static Path root() {
    Path directory = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    while (!Files.exists(directory.resolve("dcore"))
        || !Files.exists(directory.resolve("kernel"))) {
      directory = directory.getParent();
      if (directory == null) {
        throw new AssertionError("run this test in the project's directory");
      }
    }
    return directory;
  }

  private static List<String> modules() {
    return Pattern.compile("<module>([a-z]+)</module>")
        .matcher(text(ROOT.resolve("pom.xml")))
        .results()
        .map((MatchResult module) -> module.group(1))
        .toList();
  }
}
