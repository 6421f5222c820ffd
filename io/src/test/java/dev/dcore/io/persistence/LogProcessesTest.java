package dev.dcore.io.persistence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.dcore.kernel.persistence.log.LogRecord;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logs of real processes that end as they should not.
@Tag("slow")
final class LogProcessesTest {
  private static final int KILLS = 100;

  @TempDir private Path directory;

  /// What one process said.
  ///
  /// @param found the last sequence as it opened, or -1 when it did not come so far
  private record Said(long found, long acknowledged) {}

  @Test
  void killedWithoutWarningItKeepsWhatItAcknowledged() throws Exception {
    long acknowledged = 0;
    int opened = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      // From a kill while it opens to one after some hundred records.
      Said said = run(List.of(), kill * 37 % 200 - 5);
      assertTrue(
          said.found() < 0 || said.found() >= acknowledged,
          "found " + said.found() + ", acknowledged " + acknowledged + ", kill " + kill);
      opened += said.found() < 0 ? 0 : 1;
      acknowledged = Math.max(acknowledged, said.acknowledged());
    }
    assertTrue(opened > KILLS / 2, "opened " + opened + " times");
    assertWhole(acknowledged);
  }

  @Test
  void failedSyncsEndItAndLoseNothing() throws Exception {
    if (!Files.isExecutable(Path.of("/usr/bin/fiu-run"))) {
      missing("fiu-run (package fiu-utils) is not installed");
    }
    long acknowledged = 0;
    for (int round = 0; round < 10; round++) {
      List<String> fiu =
          List.of(
              "fiu-run",
              "-x",
              "-c",
              "enable_random name=posix/io/sync/fdatasync,probability=0.02",
              "-c",
              "enable_random name=posix/io/sync/fsync,probability=0.02");
      acknowledged = Math.max(acknowledged, run(fiu, 100_000).acknowledged());
    }
    assertTrue(acknowledged > 0, "no sync worked");
    assertWhole(acknowledged);
  }

  @Test
  void fullDiskMakesItReadOnlyUntilThereIsSpaceAgain() throws Exception {
    if (!System.getProperty("user.name").equals("root")) {
      missing("only root can mount a small file system in a namespace of its own");
    }
    List<String> command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c"));
    command.add(
        "mount -t tmpfs -o size=16m small "
            + directory
            + " && exec "
            + String.join(" ", java())
            + " "
            + FullDiskChild.class.getName()
            + " "
            + directory);
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, child.waitFor(), said);
    assertTrue(said.contains("all there"), said);
  }

  private static void missing(String what) {
    System.err.println("NOT TESTED: " + what);
    abort(what);
  }

  /// Every record up to here, each as it was appended.
  private void assertWhole(long acknowledged) throws InterruptedException {
    List<LogRecord> records = LogReading.all(directory, LogWriterChild.CONFIG);
    assertTrue(records.size() >= acknowledged, records.size() + " of " + acknowledged);
    for (int i = 0; i < records.size(); i++) {
      assertEquals(i + 1, records.get(i).sequence());
      assertArrayEquals(LogWriterChild.payload(i + 1L), records.get(i).bytes());
    }
  }

  /// Runs a writer and kills it.
  ///
  /// @param acknowledgements it is killed when it has said so many; below 0, at once
  private Said run(List<String> under, int acknowledgements) throws IOException {
    List<String> command = new ArrayList<>(under);
    command.addAll(java());
    command.add(LogWriterChild.class.getName());
    command.add(directory.toString());
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    long found = -1;
    long last = 0;
    try (DataInputStream said = new DataInputStream(child.getInputStream())) {
      if (acknowledgements < 0) {
        child.toHandle().destroyForcibly();
      }
      found = said.readLong();
      for (int i = 0; ; i++) {
        if (i == acknowledgements) {
          child.toHandle().destroyForcibly();
        }
        last = said.readLong();
      }
    } catch (EOFException ended) {
      return new Said(found, last);
    } finally {
      child.toHandle().destroyForcibly();
      child.onExit().join();
    }
  }

  private static List<String> java() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-Xmx64m",
        "-cp",
        System.getProperty("java.class.path"));
  }
}
