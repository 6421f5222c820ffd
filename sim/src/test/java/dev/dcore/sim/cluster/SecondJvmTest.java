package dev.dcore.sim.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A run is a function of its seed and of nothing that a JVM brings: hash codes of objects, the
/// order of hash tables, timing, the compiler.
@Tag("slow")
final class SecondJvmTest {
  private static final int NODES = 50;
  private static final int SEEDS = 200;

  /// A twentieth, other ones for each commit.
  private static final int SAMPLE = SEEDS / 20;

  @Test
  void anotherJvmDoesTheSame() throws IOException, InterruptedException {
    List<Long> seeds = sample(commit());
    System.out.println("seeds in two JVMs: " + seeds);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:hashCode=2",
                "-cp",
                System.getProperty("java.class.path"),
                SecondJvm.class.getName(),
                String.valueOf(NODES)));
    seeds.forEach(seed -> command.add(seed.toString()));
    Process second =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();

    List<String> here = seeds.stream().map(seed -> SecondJvm.line(seed, NODES)).toList();

    String there = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, second.waitFor());
    assertEquals(here, there.lines().toList());
  }

  /// So many different seeds, drawn by the text.
  private static List<Long> sample(String text) {
    TreeSet<Long> seeds = new TreeSet<>();
    Choice draw = Choices.seeded(0, text).choice("sample");
    while (seeds.size() < SAMPLE) {
      seeds.add(draw.between(1, SEEDS));
    }
    return List.copyOf(seeds);
  }

  /// The commit's hash, or a fixed text outside of a repository.
  private static String commit() throws IOException, InterruptedException {
    try {
      Process git = new ProcessBuilder("git", "rev-parse", "HEAD").start();
      String hash = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean ended = git.waitFor(10, TimeUnit.SECONDS);
      return ended && git.exitValue() == 0 ? hash.strip() : "no commit";
    } catch (IOException noGit) {
      return "no commit";
    }
  }
}
