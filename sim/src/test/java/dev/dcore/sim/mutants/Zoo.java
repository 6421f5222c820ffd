package dev.dcore.sim.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import dev.dcore.sim.runtime.ParallelSeeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Runs mutants until an invariant says that something is wrong. A mutant is killed by the
/// invariants that every run is held to, never by a test made for it.
final class Zoo {
  /// After its recorded seed a mutant has so many more to be found.
  static final int MORE_SEEDS = 50;

  /// How a mutant ended.
  ///
  /// @param seed that found it
  /// @param seeds how many it took
  /// @param violation the first that was seen
  record Killed(Mutant mutant, long seed, int seeds, String violation) {
    @Override
    public String toString() {
      return "mutant "
          + mutant.name()
          + ": killed by seed "
          + seed
          + " after "
          + seeds
          + (seeds == 1 ? " seed (" : " seeds (")
          + violation
          + ")";
    }
  }

  private Zoo() {}

  /// @param scenario a run that is loaded anew with the mutated class
  /// @throws AssertionError when it survives
  static Killed kill(Mutant mutant, Class<? extends LongFunction<List<String>>> scenario) {
    List<Long> seeds = new ArrayList<>(List.of(mutant.seed()));
    seeds.addAll(ParallelSeeds.range(1, MORE_SEEDS));
    Killed killed = hunt(mutant, scenario, seeds);
    if (killed == null) {
      throw new AssertionError(
          "mutant "
              + mutant.name()
              + " survived "
              + seeds.size()
              + " seeds: what it breaks is not checked, or does not happen");
    }
    return killed;
  }

  /// Null when it survives all of these.
  static @Nullable Killed hunt(
      Mutant mutant, Class<? extends LongFunction<List<String>>> scenario, List<Long> seeds) {
    LongFunction<List<String>> run = load(MutantCompiler.compile(mutant), scenario);
    for (int i = 0; i < seeds.size(); i++) {
      List<String> violations = run.apply(seeds.get(i));
      if (!violations.isEmpty()) {
        return new Killed(mutant, seeds.get(i), i + 1, violations.getFirst());
      }
    }
    return null;
  }

  /// Code without a mistake finds nothing at these mutants' seeds: else the loader would be what
  /// kills.
  static void passes(List<Mutant> mutants, Class<? extends LongFunction<List<String>>> scenario) {
    LongFunction<List<String>> run = load(Map.of(), scenario);

    assertNotSame(scenario, run.getClass());
    for (long seed : mutants.stream().map(Mutant::seed).distinct().toList()) {
      assertEquals(List.of(), run.apply(seed), "seed " + seed);
    }
  }

  /// What a table says of its origin. Only this property of the build has slow tests run.
  static String written(Class<?> test) {
    return "Written by `./dcore test -Ddcore.golden=rewrite -pl kernel,sim -Dtest="
        + test.getSimpleName()
        + " -Ddcore.test.excludedTags=`; not to be edited.";
  }

  /// The mistakes in a table, in their order.
  static List<String> told(Path table) throws IOException {
    return Files.readAllLines(table).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(3, line.indexOf('`', 3)))
        .toList();
  }

  /// @param replaced the classes that are not those of the class path
  static LongFunction<List<String>> load(
      Map<String, byte[]> replaced, Class<? extends LongFunction<List<String>>> scenario) {
    try {
      Object run =
          new MutantLoader(replaced)
              .loadClass(scenario.getName())
              .getDeclaredConstructor()
              .newInstance();
      @SuppressWarnings("unchecked") // It is the same class, loaded once more.
      LongFunction<List<String>> typed = (LongFunction<List<String>>) run;
      return typed;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
