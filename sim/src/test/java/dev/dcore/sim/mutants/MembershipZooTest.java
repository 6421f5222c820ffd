package dev.dcore.sim.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.sim.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Mistakes in membership, each of which the scenario has to find.
@Tag("slow")
final class MembershipZooTest {
  private static final Mutant STALE_ALIVE = MembershipMutants.STALE_ALIVE;

  static List<Mutant> amongMany() {
    return MembershipMutants.AMONG_MANY;
  }

  static List<Mutant> amongFew() {
    return MembershipMutants.AMONG_FEW;
  }

  @ParameterizedTest
  @MethodSource("amongMany")
  void isKilledByAGeneralInvariant(Mutant mutant) {
    System.out.println(Zoo.kill(mutant, MembershipRun.Buggified.class));
  }

  @ParameterizedTest
  @MethodSource("amongFew")
  void isKilledByAGeneralInvariantAmongFew(Mutant mutant) {
    System.out.println(Zoo.kill(mutant, MembershipRun.Few.class));
  }

  /// The table tells of the mutants that there are, in their order; how often it took is written
  /// anew when asked.
  @Test
  void theTableTellsOfAll() throws IOException {
    Path file = ProjectRoot.find().resolve(ZooTable.FILE);
    if ("rewrite".equals(System.getProperty("dcore.golden"))) {
      Files.writeString(file, ZooTable.of(MembershipMutants.ALL));
    }

    assertEquals(MembershipMutants.ALL.stream().map(Mutant::name).toList(), Zoo.told(file));
    assertTrue(Files.readString(file).contains(Zoo.written(MembershipZooTest.class)));
  }

  /// Else the loader would be what kills.
  @Test
  void codeWithoutAMistakePassesThroughTheSameLoader() {
    Zoo.passes(amongMany(), MembershipRun.Buggified.class);
    Zoo.passes(amongFew(), MembershipRun.Few.class);
  }

  /// The compiler's classes do the same as those of the build.
  @Test
  void sourceCompiledWithoutAChangePasses() {
    Mutant none =
        new Mutant("none", STALE_ALIVE.source(), STALE_ALIVE.line(), STALE_ALIVE.line(), 1);

    LongFunction<List<String>> run =
        Zoo.load(MutantCompiler.compile(none), MembershipRun.Buggified.class);

    assertEquals(List.of(), run.apply(none.seed()));
  }

  @Test
  void lineThatIsGoneIsNamed() {
    Mutant lost = new Mutant("lost", STALE_ALIVE.source(), "return 42;", "return 43;", 1);

    AssertionError error = assertThrows(AssertionError.class, () -> MutantCompiler.compile(lost));

    assertEquals(
        "the line of mutant lost stands 0 times in "
            + STALE_ALIVE.source()
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
