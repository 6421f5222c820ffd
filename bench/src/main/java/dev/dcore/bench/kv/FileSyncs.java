package dev.dcore.bench.kv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import jdk.jfr.consumer.RecordingStream;

/// How often a JVM has synced a file, by the JDK's own events, so that nobody's own counter has to
/// be believed. They come a second late.
final class FileSyncs {
  static final String HOW = "the JDK's event jdk.FileForce in each server";

  private static final String EVENT = "jdk.FileForce";

  private final AtomicLong syncs = new AtomicLong();

  private FileSyncs() {}

  /// In this process, from now on.
  static FileSyncs counted() {
    FileSyncs counted = new FileSyncs();
    RecordingStream events = new RecordingStream();
    events.enable(EVENT).withThreshold(Duration.ZERO).withoutStackTrace();
    events.onEvent(EVENT, _ -> counted.syncs.incrementAndGet());
    events.startAsync();
    return counted;
  }

  long count() {
    return syncs.get();
  }

  /// In other processes, which record from the first time that they are asked about. Used by one
  /// thread.
  static final class OfOthers {
    private static final String RECORDING = "syncs";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Set<Long> recording = new HashSet<>();

    /// @param java beside which the JDK's tools are
    /// @param directory for a file that is deleted again
    long count(long pid, String java, Path directory) throws KvFailed, InterruptedException {
      if (recording.add(pid)) {
        tell(
            java,
            pid,
            "JFR.start",
            "name=" + RECORDING,
            "settings=none",
            "+" + EVENT + "#enabled=true",
            "+" + EVENT + "#threshold=0ns",
            "+" + EVENT + "#stackTrace=false");
        return 0;
      }
      Path file = directory.resolve("syncs-" + pid + ".jfr");
      tell(java, pid, "JFR.dump", "name=" + RECORDING, "filename=" + file);
      try {
        long all = 0;
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
          all += event.getEventType().getName().equals(EVENT) ? 1 : 0;
        }
        Files.delete(file);
        return all;
      } catch (IOException e) {
        throw new KvFailed("what was recorded of " + pid + " cannot be read: " + e, e);
      }
    }

    private static void tell(String java, long pid, String... words)
        throws KvFailed, InterruptedException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(java).resolveSibling("jcmd").toString());
      command.add(String.valueOf(pid));
      command.addAll(List.of(words));
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new KvFailed("jcmd does not end");
        }
        if (process.exitValue() != 0) {
          throw new KvFailed("jcmd " + words[0] + " of " + pid + " failed");
        }
      } catch (IOException e) {
        throw new KvFailed("jcmd, a tool of the JDK, cannot be run: " + e.getMessage(), e);
      }
    }
  }
}
