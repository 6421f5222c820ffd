package dev.dcore.sim.mutants;

import dev.dcore.sim.ProjectRoot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Compiles one source with one line changed, in memory, against the test's class path. No switch
/// stands in the code under test.
final class MutantCompiler {
  private MutantCompiler() {}

  /// @return the classes of the file, by their binary names
  static Map<String, byte[]> compile(Mutant mutant) {
    Path file = ProjectRoot.find().resolve(mutant.source());
    return compile(mutant, mutate(mutant, read(file)));
  }

  /// @throws AssertionError in one sentence when the line does not stand there exactly once
  static String mutate(Mutant mutant, String source) {
    List<String> lines = new ArrayList<>();
    int found = 0;
    for (String line : source.lines().toList()) {
      boolean here = line.strip().equals(mutant.line());
      found += here ? 1 : 0;
      lines.add(here ? mutant.replacement() : line);
    }
    if (found != 1) {
      throw new AssertionError(
          "the line of mutant "
              + mutant.name()
              + " stands "
              + found
              + " times in "
              + mutant.source()
              + ", not once: give the mutant the line as it is now: "
              + mutant.line());
    }
    return String.join("\n", lines);
  }

  private static Map<String, byte[]> compile(Mutant mutant, String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    try (StandardJavaFileManager standard = compiler.getStandardFileManager(said, null, null);
        InMemory files = new InMemory(standard)) {
      List<String> options =
          List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"));
      boolean done =
          compiler
              .getTask(
                  null, files, said, options, null, List.of(new Source(mutant.source(), source)))
              .call();
      if (!done) {
        throw new AssertionError(
            "mutant "
                + mutant.name()
                + " does not compile: "
                + said.getDiagnostics().stream()
                    .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                    .toList());
      }
      return files.classes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String path, String text) {
      super(URI.create("memory:///" + path), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }

    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
      return kind == Kind.SOURCE;
    }
  }

  private static final class InMemory extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written = new TreeMap<>();

    InMemory(StandardJavaFileManager files) {
      super(files);
    }

    Map<String, byte[]> classes() {
      Map<String, byte[]> classes = new TreeMap<>();
      written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
      return classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        JavaFileManager.Location location,
        String className,
        JavaFileObject.Kind kind,
        FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
        @Override
        public OutputStream openOutputStream() {
          return written.computeIfAbsent(className, name -> new ByteArrayOutputStream());
        }
      };
    }
  }
}
