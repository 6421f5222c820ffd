package dev.dcore.sim.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
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
    if ("rewrite".equals(System.getProperty("dcore.golden"))) {
      LogZooTable.rewrite(mutants());
    }

    assertEquals(mutants().stream().map(Mutant::name).toList(), LogZooTable.told());
    assertTrue(mutants().size() >= 14);
  }

  /// Else the loader would be what kills.
  @Test
  void codeWithoutAMistakePassesThroughTheSameLoader() {
    LongFunction<List<String>> run = Zoo.load(Map.of(), LogRun.class);

    for (Mutant mutant : mutants()) {
      assertEquals(List.of(), run.apply(mutant.seed()), mutant.name());
    }
  }
}
