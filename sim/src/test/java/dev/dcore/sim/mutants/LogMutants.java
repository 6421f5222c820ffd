package dev.dcore.sim.mutants;

import java.util.List;

/// Mistakes that logs are known for, each one line of ours.
final class LogMutants {
  private static final String HOME = "kernel/src/main/java/dev/dcore/kernel/persistence/log/";
  private static final String LOG = HOME + "Log.java";
  private static final String BATCHES = HOME + "Batches.java";
  private static final String HEADER = HOME + "BatchHeader.java";
  private static final String FRESH = HOME + "FreshSegment.java";
  private static final String SURVEY = HOME + "Survey.java";
  private static final String PREPARATION = HOME + "Preparation.java";

  static final Mutant ACKNOWLEDGED_BEFORE_THE_SYNC =
      new Mutant(
          "acknowledged-before-the-sync",
          LOG,
          "long through = config.policy().acknowledgesSynced() ? batches.synced() : batches.written();",
          "long through = batches.written();",
          3);

  static final List<Mutant> ALL =
      List.of(
          ACKNOWLEDGED_BEFORE_THE_SYNC,
          new Mutant(
              "sync-counts-for-later-writes",
              BATCHES,
              "synced = syncCovers;",
              "synced = writeAsked;",
              3),
          new Mutant(
              "failed-sync-is-tried-again",
              LOG,
              "poison(reason);",
              """
              if (part == Operations.Part.SYNC) {
                operations.ask(part, new DiskOperation.Sync(batches.tail().file()));
              } else {
                poison(reason);
              }""",
              18),
          new Mutant(
              "failed-operation-counts-as-done",
              LOG,
              "if (event instanceof DiskEvent.Failed(long _, String reason, boolean _)) {",
              "if (event instanceof DiskEvent.Failed(long _, String reason, boolean _) && reason.isEmpty()) {",
              6),
          new Mutant(
              "name-of-new-segment-is-not-synced",
              PREPARATION,
              "ask(new DiskOperation.SyncDirectory(config.directory()));",
              "ask(new DiskOperation.Sync(file));",
              2),
          new Mutant(
              "directory-of-log-is-not-synced",
              FRESH,
              "ask(new DiskOperation.SyncDirectory(\"\"));",
              "ask(new DiskOperation.Sync(file));",
              2),
          new Mutant(
              "segment-begins-before-its-header-is-synced",
              LOG,
              "operations.ask(Operations.Part.ROTATION, new DiskOperation.Sync(segment.file()));",
              "onHeader();",
              98),
          new Mutant(
              "damaged-middle-is-cut-as-if-a-tail",
              SURVEY,
              "if (last() < durable) {",
              "if (last() < 0) {",
              1),
          new Mutant(
              "checksum-misses-the-header",
              HEADER,
              "crc.update(from.slice(at + COVERED_OFFSET, BYTES - COVERED_OFFSET));",
              "crc.update(from.slice(at + COVERED_OFFSET, 8));",
              1),
          new Mutant(
              "checksum-misses-the-records",
              HEADER,
              "return (int) crc.getValue() == bodyChecksum",
              "return records >= 0",
              1),
          new Mutant(
              "mark-promises-what-is-not-synced", BATCHES, "synced,", "batch.lastSequence(),", 1),
          new Mutant(
              "recovery-does-not-repeat-what-may-be-unsynced",
              FRESH,
              "return survey.last() > survey.durable();",
              "return false;",
              1),
          new Mutant(
              "recovery-counts-before-it-is-synced",
              FRESH,
              "stage = Stage.SYNCING;",
              "stage = Stage.ENDED; if (ended()) { return; }",
              4),
          new Mutant(
              "recovery-forgets-truncated-suffixes",
              SURVEY,
              "streams.truncateSuffix(stream, RecordFormat.index(buffer, record));",
              "streams.knows(stream);",
              2));

  private LogMutants() {}
}
