package dev.dcore.sim.mutants;

import dev.dcore.sim.runtime.ParallelSeeds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// `docs/zoo.md`: after how many seeds each mutant is found, by which sort of run.
final class ZooTable {
  static final String FILE = "docs/zoo.md";

  private static final String HEAD =
      """
      # The zoo

      Deliberate mistakes in membership, each one line replaced, and after how many seeds a run of 20 nodes under faults finds them, held to the same invariants as every run. *Plain*: faults of all kinds. *Buggify*: also paths that are rare but legal. *Swarm*: also a subset and a strength of faults of each seed's own. A dash is a mutant that 50 seeds do not find in that sort of run.

      Written by `./dcore test -Ddcore.golden=rewrite -pl kernel,sim -Dtest=MembershipZooTest -DexcludedGroups=`; not to be edited.

      | mistake | plain | buggify | swarm | the first thing seen |
      |---|---|---|---|---|
      """;

  private ZooTable() {}

  static String of(List<Mutant> mutants) {
    List<Long> places = ParallelSeeds.range(0, mutants.size());
    return HEAD
        + String.join("", ParallelSeeds.run(places, place -> row(mutants.get((int) place))));
  }

  private static String row(Mutant mutant) {
    List<String> cells = new ArrayList<>(List.of("`" + mutant.name() + "`"));
    String seen = "-";
    for (Class<? extends LongFunction<List<String>>> kind :
        List.of(
            MembershipRun.Plain.class, MembershipRun.Buggified.class, MembershipRun.Swarm.class)) {
      Zoo.@Nullable Killed killed = Zoo.hunt(mutant, kind, ParallelSeeds.range(1, Zoo.MORE_SEEDS));
      cells.add(killed == null ? "-" : String.valueOf(killed.seeds()));
      if (killed != null && seen.equals("-")) {
        seen = killed.violation().replaceFirst("^at [0-9.]+ s ", "").replace("|", "/");
      }
    }
    cells.add(seen.length() > 120 ? seen.substring(0, 120) + "…" : seen);
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
