package dev.dcore.sim.mutants;

import dev.dcore.sim.ProjectRoot;
import dev.dcore.sim.runtime.ParallelSeeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `docs/zoo-log.md`: after how many seeds each mistake in the log is found.
final class LogZooTable {
  private static final Path FILE = ProjectRoot.find().resolve("docs/zoo-log.md");

  private static final String HEAD =
      """
      # The zoo of the log

      Deliberate mistakes in the write-ahead log, each one line replaced, and after how many seeds of `./dcore sim crash` they are found: a few lives of a log on a disk that fails, loses its power and is damaged, held to the same invariants as every run. A dash is a mutant that 50 seeds do not find.

      Written by `./dcore test -Ddcore.golden=rewrite -pl kernel,sim -Dtest=LogZooTest -DexcludedGroups=`; not to be edited. Mistakes in membership are in [zoo.md](zoo.md).

      | mistake | seeds | the first thing seen |
      |---|---|---|
      """;

  private LogZooTable() {}

  static void rewrite(List<Mutant> mutants) throws IOException {
    List<Long> places = ParallelSeeds.range(0, mutants.size());
    List<String> rows = ParallelSeeds.run(places, place -> row(mutants.get((int) place)));
    Files.writeString(FILE, HEAD + String.join("", rows));
  }

  /// The mistakes in the table, in their order.
  static List<String> told() throws IOException {
    return Files.readAllLines(FILE).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(3, line.indexOf('`', 3)))
        .toList();
  }

  private static String row(Mutant mutant) {
    Zoo.@Nullable Killed killed =
        Zoo.hunt(mutant, LogRun.class, ParallelSeeds.range(1, Zoo.MORE_SEEDS));
    String seeds = killed == null ? "-" : String.valueOf(killed.seeds());
    String seen = killed == null ? "-" : killed.violation().replace("|", "/").replace('\n', ' ');
    String cut = seen.length() > 120 ? seen.substring(0, 120) + "…" : seen;
    return "| `" + mutant.name() + "` | " + seeds + " | " + cut + " |\n";
  }
}
