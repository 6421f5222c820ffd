package dev.dcore.sim.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.sim.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Mistakes in the log, each of which its random lives have to find.
@Tag("slow")
final class LogZooTest {
  static List<Mutant> mutants() {
    return LogMutants.ALL;
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isKilledByAGeneralInvariant(Mutant mutant) {
    System.out.println(Zoo.kill(mutant, LogRun.class));
  }

  @Test
  void theTableTellsOfAll() throws IOException {
    Path file = ProjectRoot.find().resolve(LogZooTable.FILE);
    if ("rewrite".equals(System.getProperty("dcore.golden"))) {
      Files.writeString(file, LogZooTable.of(mutants()));
    }

    assertEquals(mutants().stream().map(Mutant::name).toList(), Zoo.told(file));
    assertTrue(Files.readString(file).contains(Zoo.written(LogZooTest.class)));
    assertTrue(mutants().size() >= 14);
  }

  /// Else the loader would be what kills.
  @Test
  void codeWithoutAMistakePassesThroughTheSameLoader() {
    Zoo.passes(mutants(), LogRun.class);
  }
}
