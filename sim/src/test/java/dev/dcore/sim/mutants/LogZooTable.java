package dev.dcore.sim.mutants;

import dev.dcore.sim.runtime.ParallelSeeds;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// `docs/zoo-log.md`: after how many seeds each mistake in the log is found.
final class LogZooTable {
  static final String FILE = "docs/zoo-log.md";

  private static final String HEAD =
      """
      # The zoo of the log

      Deliberate mistakes in the write-ahead log, each one line replaced, and after how many seeds of `./dcore sim crash` they are found: a few lives of a log on a disk that fails, loses its power and is damaged, held to the same invariants as every run. A dash is a mutant that 50 seeds do not find.

      %s Mistakes in membership are in [zoo.md](zoo.md).

      | mistake | seeds | the first thing seen |
      |---|---|---|
      """
          .formatted(Zoo.written(LogZooTest.class));

  private LogZooTable() {}

  static String of(List<Mutant> mutants) {
    return HEAD + rows(mutants, LogRun.class);
  }

  static String rows(List<Mutant> mutants, Class<? extends LongFunction<List<String>>> run) {
    List<Long> places = ParallelSeeds.range(0, mutants.size());
    return String.join("", ParallelSeeds.run(places, place -> row(mutants.get((int) place), run)));
  }

  private static String row(Mutant mutant, Class<? extends LongFunction<List<String>>> run) {
    Zoo.@Nullable Killed killed = Zoo.hunt(mutant, run, ParallelSeeds.range(1, Zoo.MORE_SEEDS));
    String seeds = killed == null ? "-" : String.valueOf(killed.seeds());
    String seen = killed == null ? "-" : killed.violation().replace("|", "/").replace('\n', ' ');
    String cut = seen.length() > 120 ? seen.substring(0, 120) + "…" : seen;
    return "| `" + mutant.name() + "` | " + seeds + " | " + cut + " |\n";
  }
}
