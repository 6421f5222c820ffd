package dev.dcore.sim.mutants;

import java.util.List;

/// Mistakes that checkpoints and stores are known for, each one line of ours.
final class StoreMutants {
  private static final String KERNEL = "kernel/src/main/java/dev/dcore/kernel/";
  private static final String CHECKPOINTS = KERNEL + "persistence/checkpoint/Checkpoints.java";
  private static final String WRITING = KERNEL + "persistence/checkpoint/CheckpointWriting.java";
  private static final String MEMORY = KERNEL + "persistence/state/MemoryBytes.java";
  private static final String STORE = KERNEL + "runtime/LocalStore.java";
  private static final String WRITES = KERNEL + "runtime/StoreWrites.java";

  static final List<Mutant> ALL =
      List.of(
          new Mutant(
              "checkpoint-gets-its-name-before-it-is-synced",
              WRITING,
              "case DRAFT -> ask(Stage.SYNC_DRAFT, new DiskOperation.Sync(draft.path()));",
              "case DRAFT -> ask(Stage.SYNC_NAMES, new DiskOperation.SyncDirectory(CheckpointName.DIRECTORY));",
              2),
          new Mutant(
              "chunks-of-a-checkpoint-are-not-synced",
              WRITING,
              "if (syncedOffset < offset) {",
              "if (syncedOffset > offset) {",
              2),
          new Mutant(
              "name-of-a-checkpoint-is-not-synced",
              WRITING,
              "case SYNC_ROOT -> ask(Stage.RENAME, new DiskOperation.Rename(draft.path(), name.path()));",
              "case SYNC_ROOT -> ask(Stage.SYNC_DIRECTORY, new DiskOperation.Rename(draft.path(), name.path()));",
              9),
          new Mutant(
              "log-goes-as-far-as-the-newest-checkpoint",
              CHECKPOINTS,
              "kept.size() < CheckpointConfig.KEPT_MIN ? 0 : kept.getLast().manifest().index(),",
              "manifest.index(),",
              1),
          new Mutant(
              "checkpoint-shares-chunks-with-the-one-before",
              CHECKPOINTS,
              "ChangedChunks base = kept.size() < 2 ? null : kept.get(1);",
              "ChangedChunks base = kept.isEmpty() ? null : kept.getFirst();",
              30),
          new Mutant(
              "checkpoint-forgets-what-changed-since-its-base",
              CHECKPOINTS,
              "kept.get(i).mark(key);",
              "kept.getFirst().mark(key);",
              60),
          new Mutant(
              "what-changes-during-a-checkpoint-is-forgotten",
              CHECKPOINTS,
              "since.mark(key);",
              "Invariant.check(key.length > 0, \"a key\");",
              15),
          new Mutant(
              "snapshot-sees-later-writes",
              MEMORY,
              "return new Frozen(tree.freeze());",
              "return new Frozen(tree.root());",
              1),
          new Mutant(
              "time-to-live-goes-by-the-machines-clock",
              STORE,
              "logicalBase = state.nowNanos();",
              "logicalBase = nowNanos;",
              2),
          new Mutant(
              "write-is-answered-before-the-log-has-it",
              WRITES,
              "while (!appended.isEmpty() && appended.getFirst().sequence() <= through) {",
              "while (!appended.isEmpty()) {",
              1));

  private StoreMutants() {}
}
