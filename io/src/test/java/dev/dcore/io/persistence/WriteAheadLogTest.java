package dev.dcore.io.persistence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.persistence.log.LogConfig;
import dev.dcore.kernel.persistence.log.LogIdentity;
import dev.dcore.kernel.persistence.log.LogRecord;
import dev.dcore.kernel.persistence.log.SyncPolicy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The log as its users see it, on real files.
final class WriteAheadLogTest {
  private static final LogConfig SMALL =
      new LogConfig("", 64 << 10, 4_096, 6_000, SyncPolicy.EVERY_APPEND);

  private static final int SEGMENT_HEADER_BYTES = 512;
  private static final int BATCH_HEADER_BYTES = 64;

  @TempDir private Path directory;

  static Stream<SyncPolicy> policies() {
    return Stream.of(
        SyncPolicy.EVERY_APPEND, SyncPolicy.every(Duration.ofMillis(5)), SyncPolicy.OS);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void manyThreadsAppendAndAllIsThereAfterwards(SyncPolicy policy)
      throws IOException, InterruptedException {
    try (WriteAheadLog log = WriteAheadLog.open(directory, SMALL.withPolicy(policy))) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int stream = i;
        threads.add(Thread.ofVirtual().start(() -> append(log, stream, 500)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }

    try (WriteAheadLog log = WriteAheadLog.open(directory, SMALL)) {
      int[] next = new int[4];
      for (LogRecord record : readAll(log)) {
        assertEquals(text(next[record.stream()]++), text(record.bytes()));
        assertEquals(next[record.stream()], record.index());
      }
      assertArrayEquals(new int[] {500, 500, 500, 500}, next);
      assertEquals(2_000, log.recovered().lastSequence());
    }
  }

  @Test
  void readerFollowsAndSeesOnlyWhatIsDurable() throws IOException, InterruptedException {
    try (WriteAheadLog log = WriteAheadLog.open(directory, SMALL)) {
      LogCursor cursor = log.read(1);
      assertEquals(List.of(), cursor.poll());
      Thread writer = Thread.ofVirtual().start(() -> append(log, 0, 300));
      int seen = 0;
      while (seen < 300) {
        for (LogRecord record : cursor.next()) {
          assertTrue(record.sequence() <= log.acknowledged());
          assertEquals(text(seen++), text(record.bytes()));
        }
      }
      writer.join();
    }
  }

  @Test
  void droppedPrefixGivesItsFilesBack() throws IOException {
    try (WriteAheadLog log = WriteAheadLog.open(directory, SMALL)) {
      for (int round = 0; round < 20; round++) {
        append(log, 0, 400);
        log.truncatePrefix(0, 400L * (round + 1)).durable().join();
      }
      assertTrue(segments() <= 6, segments() + " files");
    }
    try (WriteAheadLog log = WriteAheadLog.open(directory, SMALL)) {
      assertEquals(List.of(), readAll(log));
      append(log, 0, 1);
      LogRecord only = readAll(log).getFirst();
      assertEquals(8_001, only.index());
    }
  }

  @Test
  void fileThatEndsWithinABatchIsReportedToItsReader() throws IOException {
    try (WriteAheadLog log = WriteAheadLog.open(directory, SMALL)) {
      append(log, 0, 1);
    }
    try (WriteAheadLog log = WriteAheadLog.open(directory, SMALL)) {
      try (RandomAccessFile file =
          new RandomAccessFile(directory.resolve("0000000000000001.log").toFile(), "rw")) {
        file.setLength(SEGMENT_HEADER_BYTES + BATCH_HEADER_BYTES + 1);
      }

      LogDamaged damaged =
          assertTimeoutPreemptively(
              Duration.ofSeconds(10),
              () -> assertThrows(LogDamaged.class, () -> log.read(1).poll()));

      assertEquals(SEGMENT_HEADER_BYTES, damaged.where().offset());
      assertEquals("the file ends", damaged.where().reason());
    }
  }

  @Test
  void truncatedSuffixIsARecordAndIndexesGoOnFromThere() throws IOException {
    try (WriteAheadLog log = WriteAheadLog.open(directory, SMALL)) {
      append(log, 3, 10);
      log.truncateSuffix(3, 6).durable().join();
      append(log, 3, 1);
    }
    try (WriteAheadLog log = WriteAheadLog.open(directory, SMALL)) {
      List<LogRecord> records = readAll(log);
      assertEquals(12, records.size());
      assertTrue(records.get(10).truncation());
      assertEquals(6, records.get(10).index());
      assertEquals(6, records.get(11).index());
    }
  }

  @Test
  void secondOwnerOfDirectoryIsRefused() throws IOException {
    try (WriteAheadLog _ = WriteAheadLog.open(directory, SMALL)) {
      IOException refused =
          assertThrows(IOException.class, () -> WriteAheadLog.open(directory, SMALL));
      assertTrue(String.valueOf(refused.getMessage()).contains("in use"), refused::getMessage);
    }
    WriteAheadLog.open(directory, SMALL).close();
  }

  @Test
  void logOfAnotherClusterIsRefused() throws IOException {
    LogIdentity mine = new LogIdentity(1, 2, "mine");
    WriteAheadLog.open(directory, SMALL, mine, false).close();

    for (LogIdentity other :
        List.of(new LogIdentity(1, 3, "mine"), new LogIdentity(1, 2, "theirs"))) {
      IOException refused =
          assertThrows(IOException.class, () -> WriteAheadLog.open(directory, SMALL, other, false));
      assertTrue(String.valueOf(refused.getMessage()).contains("belongs to"), refused::getMessage);
    }
    WriteAheadLog.open(directory, SMALL, new LogIdentity(1, 3, "mine"), true).close();
  }

  @Test
  void flippedByteIsReportedWithItsPlaceAndNothingIsChanged() throws IOException {
    try (WriteAheadLog log = WriteAheadLog.open(directory, SMALL)) {
      append(log, 0, 50);
    }
    Path first = directory.resolve("0000000000000001.log");
    flip(first, 1_000);

    LogDamaged damaged = assertThrows(LogDamaged.class, () -> WriteAheadLog.open(directory, SMALL));

    assertEquals("0000000000000001.log", damaged.where().file());
    assertTrue(damaged.where().offset() <= 1_000, damaged::getMessage);
    flip(first, 1_000);
    try (WriteAheadLog log = WriteAheadLog.open(directory, SMALL)) {
      assertEquals(50, readAll(log).size());
    }
  }

  @Test
  void whoIsInterruptedWhileClosingLeavesTheDirectoryFree()
      throws IOException, InterruptedException {
    WriteAheadLog log = WriteAheadLog.open(directory, SMALL);
    append(log, 0, 10);

    Thread.currentThread().interrupt();
    try {
      log.close();
    } catch (InterruptedIOException expected) {
      // Unless the disk was faster.
    }

    assertTrue(Thread.interrupted(), "it stays interrupted");
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("dcore-disk-log")) {
        thread.join();
      }
    }
    try (WriteAheadLog again = WriteAheadLog.open(directory, SMALL)) {
      assertEquals(10, readAll(again).size());
    }
  }

  @Test
  void whoIsInterruptedWhileOpeningLeavesTheDirectoryFree() throws IOException {
    Thread.currentThread().interrupt();
    assertThrows(IOException.class, () -> WriteAheadLog.open(directory, SMALL));

    assertTrue(Thread.interrupted(), "it stays interrupted");
    WriteAheadLog.open(directory, SMALL).close();
  }

  @Test
  void closedLogTakesNothing() throws IOException {
    WriteAheadLog log = WriteAheadLog.open(directory, SMALL);
    log.close();

    CompletionException refused =
        assertThrows(CompletionException.class, () -> log.append(new byte[1]).durable().join());

    assertEquals(
        LogUnavailable.Fate.NOT_WRITTEN,
        assertInstanceOf(LogUnavailable.class, refused.getCause()).fate());
  }

  @Test
  void recordThatIsTooLargeIsRefusedAtOnce() throws IOException {
    try (WriteAheadLog log = WriteAheadLog.open(directory, SMALL)) {
      assertThrows(IllegalArgumentException.class, () -> log.append(new byte[6_001]));
      log.append(new byte[6_000]).durable().join();
    }
  }

  private static void append(WriteAheadLog log, int stream, int records) {
    Appended last = null;
    for (int i = 0; i < records; i++) {
      last = log.append(stream, text(i).getBytes(StandardCharsets.UTF_8));
    }
    if (last != null) {
      last.durable().join();
    }
  }

  private static List<LogRecord> readAll(WriteAheadLog log) throws IOException {
    List<LogRecord> all = new ArrayList<>();
    LogCursor cursor = log.read(1);
    List<LogRecord> some = cursor.poll();
    while (!some.isEmpty()) {
      all.addAll(some);
      some = cursor.poll();
    }
    return all;
  }

  private long segments() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".log")).count();
    }
  }

  private static void flip(Path file, long offset) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(offset);
      int old = open.read();
      open.seek(offset);
      open.write(old ^ 1);
    }
  }

  private static String text(int i) {
    return "record " + i + " ".repeat(i % 50);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
