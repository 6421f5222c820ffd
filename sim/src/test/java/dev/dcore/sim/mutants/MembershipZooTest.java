package dev.dcore.sim.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Mistakes in membership, each of which the scenario has to find.
@Tag("slow")
final class MembershipZooTest {
  private static final String TABLE =
      "kernel/src/main/java/dev/dcore/kernel/cluster/swim/MemberTable.java";

  private static final Mutant STALE_ALIVE =
      new Mutant(
          "stale-alive-revives-the-dead",
          TABLE,
          "return RankIndex.rank(incarnation, told) > known;",
          "return incarnation >= RankIndex.incarnation(known);",
          1);

  static List<Mutant> mutants() {
    return List.of(STALE_ALIVE);
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isKilledByAGeneralInvariant(Mutant mutant) {
    System.out.println(Zoo.kill(mutant, MembershipRun.class));
  }

  /// Else the loader would be what kills.
  @Test
  void codeWithoutAMistakePassesThroughTheSameLoader() {
    LongFunction<List<String>> run = Zoo.load(Map.of(), MembershipRun.class);

    assertNotSame(MembershipRun.class, run.getClass());
    for (Mutant mutant : mutants()) {
      assertEquals(List.of(), run.apply(mutant.seed()), mutant.name());
    }
  }

  /// The compiler's classes do the same as those of the build.
  @Test
  void sourceCompiledWithoutAChangePasses() {
    Mutant none =
        new Mutant("none", STALE_ALIVE.source(), STALE_ALIVE.line(), STALE_ALIVE.line(), 1);

    LongFunction<List<String>> run = Zoo.load(MutantCompiler.compile(none), MembershipRun.class);

    assertEquals(List.of(), run.apply(none.seed()));
  }

  @Test
  void lineThatIsGoneIsNamed() {
    Mutant lost = new Mutant("lost", TABLE, "return 42;", "return 43;", 1);

    AssertionError error = assertThrows(AssertionError.class, () -> MutantCompiler.compile(lost));

    assertEquals(
        "the line of mutant lost stands 0 times in "
            + TABLE
            + ", not once: give the mutant the line as it is now: return 42;",
        error.getMessage());
  }

  @Test
  void lineThatIsThereTwiceIsNamed() {
    Mutant mutant = new Mutant("twice", "A.java", "a();", "b();", 1);

    AssertionError error =
        assertThrows(AssertionError.class, () -> MutantCompiler.mutate(mutant, "  a();\n  a();\n"));

    assertTrue(error.getMessage().contains("stands 2 times in A.java"), error.getMessage());
  }
}
