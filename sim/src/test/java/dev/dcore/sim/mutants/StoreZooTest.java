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

/// Mistakes in checkpoints and the store, each of which its random lives have to find.
@Tag("slow")
final class StoreZooTest {
  static List<Mutant> mutants() {
    return StoreMutants.ALL;
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isKilledByAGeneralInvariant(Mutant mutant) {
    System.out.println(Zoo.kill(mutant, StoreRun.class));
  }

  @Test
  void theTableTellsOfAll() throws IOException {
    Path file = ProjectRoot.find().resolve(StoreZooTable.FILE);
    if ("rewrite".equals(System.getProperty("dcore.golden"))) {
      Files.writeString(file, StoreZooTable.of(mutants()));
    }

    assertEquals(mutants().stream().map(Mutant::name).toList(), Zoo.told(file));
    assertTrue(Files.readString(file).contains(Zoo.written(StoreZooTest.class)));
    assertTrue(mutants().size() >= 6);
  }

  /// Else the loader would be what kills.
  @Test
  void codeWithoutAMistakePassesThroughTheSameLoader() {
    Zoo.passes(mutants(), StoreRun.class);
  }
}
