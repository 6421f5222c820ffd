package dev.dcore.sim.mutants;

import dev.dcore.sim.runtime.ParallelSeeds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// `docs/zoo.md`: after how many seeds each mutant is found, by which sort of run.
final class ZooTable {
  static final String FILE = "docs/zoo.md";

  /// Most mutants are found by fewer, and a run of one that is not found takes longest.
  private static final int SEEDS = 10;

  /// A run of few is short.
  private static final int SEEDS_OF_FEW = 50;

  private static final String HEAD =
      """
      # The zoo

      Deliberate mistakes in membership, each one line replaced, and after how many seeds a run of 20 nodes under faults finds them, held to the same invariants as every run. *Plain*: faults of all kinds. *Buggify*: also paths that are rare but legal. *Swarm*: also a subset and a strength of faults of each seed's own. *Few*: as swarm, but of 5 nodes, who have fewer others to make up for a mistake. `>10` is a mutant that the first 10 seeds do not find in that sort of run.

      %s

      | mistake | plain | buggify | swarm | few | the first thing seen |
      |---|---|---|---|---|---|
      """
          .formatted(Zoo.written(MembershipZooTest.class));

  private static final String TAIL =
      """

      ## What was tried and is not in the table

      An accusation against a reset incarnation can be dropped on two sides. Observers that drop it are in the table. The accused can as well ignore an accusation of an incarnation later than its own, as if it were about somebody else: that survived 100 runs, and has to, for there is no such accusation. A process syncs its next boot number before it sends its first frame, so each incarnation that others ever heard of is below those of its next life, and nobody accuses of an incarnation that was not heard of. The mistakes that break this promise are those about the boot number.

      An acceptor that forgets its promise, a proposer that ignores what binds it, and a vote in a lineage that was left survive too: two proposers seldom meet in these runs. Unit tests of the stable view hold these rules.
      """;

  private ZooTable() {}

  static String of(List<Mutant> mutants) {
    List<Long> places = ParallelSeeds.range(0, mutants.size());
    return HEAD
        + String.join("", ParallelSeeds.run(places, place -> row(mutants.get((int) place))))
        + TAIL;
  }

  private static String row(Mutant mutant) {
    List<String> cells = new ArrayList<>(List.of("`" + mutant.name() + "`"));
    String seen = "-";
    for (Class<? extends LongFunction<List<String>>> kind :
        List.of(
            MembershipRun.Plain.class,
            MembershipRun.Buggified.class,
            MembershipRun.Swarm.class,
            MembershipRun.Few.class)) {
      int seeds = kind == MembershipRun.Few.class ? SEEDS_OF_FEW : SEEDS;
      Zoo.@Nullable Killed killed = Zoo.hunt(mutant, kind, ParallelSeeds.range(1, seeds));
      cells.add(killed == null ? ">" + seeds : String.valueOf(killed.seeds()));
      if (killed != null && seen.equals("-")) {
        seen = killed.violation().replaceFirst("^at [0-9.]+ s ", "").replace("|", "/");
      }
    }
    cells.add(seen.length() > 120 ? seen.substring(0, 120) + "…" : seen);
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
