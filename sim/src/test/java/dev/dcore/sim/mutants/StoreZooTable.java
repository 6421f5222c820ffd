package dev.dcore.sim.mutants;

import java.util.List;

/// `docs/zoo-store.md`: after how many seeds each mistake in checkpoints and the store is found.
final class StoreZooTable {
  static final String FILE = "docs/zoo-store.md";

  private static final String HEAD =
      """
      # The zoo of the store

      Deliberate mistakes in checkpoints and in a node's store, each one line replaced, and after how many seeds of `./dcore sim crash` they are found: a few lives of a store on a disk that fails and loses its power, and whose checkpoints are damaged, held to the same invariants as every run. A dash is a mutant that 50 seeds do not find.

      %s Mistakes in the log are in [zoo-log.md](zoo-log.md).

      | mistake | seeds | the first thing seen |
      |---|---|---|
      """
          .formatted(Zoo.written(StoreZooTest.class));

  private static final String TAIL =
      """

      ## What was tried and is not in the table

      A checkpoint that is not read back before the log goes survives: the simulated disk serves what was written until the power goes, as real systems do, so that reading back finds only what goes wrong before the system has it.
      """;

  private StoreZooTable() {}

  static String of(List<Mutant> mutants) {
    return HEAD + LogZooTable.rows(mutants, StoreRun.class) + TAIL;
  }
}
