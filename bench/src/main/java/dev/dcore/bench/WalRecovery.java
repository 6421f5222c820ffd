package dev.dcore.bench;

import dev.dcore.io.persistence.Appended;
import dev.dcore.io.persistence.WriteAheadLog;
import dev.dcore.kernel.persistence.log.LogConfig;
import dev.dcore.kernel.persistence.log.SyncPolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// How soon a log of 1 GiB is open, beside reading and checksumming the same files; and what memory
/// a log of 10 GiB takes, beside one of 1 GiB.
final class WalRecovery {
  private static final long GIB = 1L << 30;
  private static final int LARGE_GIB = 10;
  private static final int ROUNDS = 7;
  private static final int CHUNK_BYTES = 1 << 20;
  private static final double READ_SHARE = 0.8;

  /// The index of a segment takes a kilobyte; 144 more of them are a seventh of this.
  private static final double HEAP_MIB = 1;

  private final Path directory;
  private final Consumer<String> progress;

  WalRecovery(Path directory, Consumer<String> progress) {
    this.directory = directory;
    this.progress = progress;
  }

  List<Row> measure() throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    Path log = directory.resolve("recovered");
    try {
      progress.accept("recovery of 1 GiB");
      fill(log, GIB);
      rows.add(recovery(log));
      double small = openHeap(log);
      progress.accept("a log of " + LARGE_GIB + " GiB");
      fill(log, (LARGE_GIB - 1) * GIB);
      rows.add(
          Wal.row(
              Figure.atMost("heap of a log of 10 GiB beyond that of 1 GiB", "MiB", HEAP_MIB),
              new Samples(List.of(Math.max(0, openHeap(log) - small))),
              null));
    } catch (IOException e) {
      BenchFailed failed = new BenchFailed(String.valueOf(e.getMessage()), e);
      rows.add(
          Taken.failed(failed)
              .row(Figure.atLeast("recovery ÷ reading with checksum", "ratio", READ_SHARE), null));
    }
    return rows;
  }

  private static void fill(Path log, long payload) throws IOException {
    LogConfig config = LogConfig.DEFAULT.withPolicy(SyncPolicy.OS);
    try (WriteAheadLog filled = WriteAheadLog.open(log, config)) {
      fill(filled, payload);
    }
  }

  /// A log that failed takes nothing after it: so the last record tells for all.
  static void fill(WriteAheadLog log, long payload) throws IOException {
    byte[] record = new byte[WalLoad.RECORD_BYTES];
    Appended last = log.append(record);
    for (long written = record.length; written < payload; written += record.length) {
      last = log.append(record);
    }
    WalLoad.await(last);
  }

  private static Row recovery(Path log) throws IOException {
    List<Double> shares = new ArrayList<>();
    List<Double> raw = new ArrayList<>();
    List<Double> ours = new ArrayList<>();
    for (int i = 0; i <= ROUNDS; i++) {
      long begun = System.nanoTime();
      read(log);
      long between = System.nanoTime();
      try (WriteAheadLog _ = WriteAheadLog.open(log, LogConfig.DEFAULT)) {
        long after = System.nanoTime();
        // The first warms up.
        if (i > 0) {
          raw.add((between - begun) / 1e6);
          ours.add((after - between) / 1e6);
          shares.add((double) (between - begun) / (after - between));
        }
      }
    }
    return new Row(
        Figure.atLeast("recovery of 1 GiB ÷ reading with checksum", "ratio", READ_SHARE),
        new Samples(shares),
        null,
        java.util.Map.of(
            "recovery, ms", Row.rounded(new Samples(ours).median()),
            "reading, ms", Row.rounded(new Samples(raw).median())),
        null);
  }

  private static void read(Path log) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
    CRC32C crc = new CRC32C();
    try (Stream<Path> files = Files.list(log)) {
      for (Path file : files.sorted().toList()) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
          while (channel.read(chunk.clear()) >= 0) {
            crc.update(chunk.flip());
          }
        }
      }
    }
  }

  private static double openHeap(Path log) throws IOException {
    try (WriteAheadLog _ = WriteAheadLog.open(log, LogConfig.DEFAULT)) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      return (runtime.totalMemory() - runtime.freeMemory()) / (double) (1 << 20);
    }
  }
}
