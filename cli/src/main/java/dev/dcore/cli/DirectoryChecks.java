package dev.dcore.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What `doctor` asks the data directory: whether it can be written, how much room there is, which
/// cluster is recorded, and what dead agents left.
final class DirectoryChecks {
  private static final int SYNCED_BYTES = 4_096;
  private static final long FREE_MIN = 64L << 20;
  private static final long FREE_ODD = 512L << 20;
  private static final Duration SYNC_MAX = Duration.ofSeconds(1);

  /// What two clocks of one machine's mounts may differ by.
  private static final Duration FUTURE_MAX = Duration.ofMinutes(2);

  private static final double NANOS_PER_MILLI = 1e6;

  private final Path directory;
  private final List<Finding> found = new ArrayList<>();

  DirectoryChecks(Path directory) {
    this.directory = directory;
  }

  List<Finding> look() {
    writable();
    if (Files.isDirectory(directory)) {
      future();
      record();
    }
    return found;
  }

  private void writable() {
    Path there = existing();
    try {
      long nanos = syncOneFile(there);
      String time = String.format(Locale.ROOT, "%.1f ms", nanos / NANOS_PER_MILLI);
      found.add(
          nanos > SYNC_MAX.toNanos()
              ? Finding.wrong(
                  "disk",
                  "a file in "
                      + there
                      + " took "
                      + time
                      + " to sync: choose a --data-dir on another disk")
              : Finding.ok("disk", there + " can be written; a sync takes " + time));
      free(there);
    } catch (IOException e) {
      found.add(
          Finding.wrong(
              "disk", there + " cannot be written: choose a directory of yours with --data-dir"));
    }
  }

  private void free(Path there) throws IOException {
    long free = Files.getFileStore(there).getUsableSpace();
    String room = (free >> 20) + " MiB are free in " + there;
    if (free < FREE_MIN) {
      found.add(Finding.wrong("disk space", "only " + room + ": delete what is not needed"));
    } else if (free < FREE_ODD) {
      found.add(Finding.note("disk space", "only " + room + ", which logs can fill"));
    } else {
      found.add(Finding.ok("disk space", room));
    }
  }

  /// The directory, or the nearest of its parents that is there.
  private Path existing() {
    Path there = directory.toAbsolutePath().normalize();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there;
  }

  private static long syncOneFile(Path there) throws IOException {
    Path file = Files.createTempFile(there, "doctor", ".new");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      long before = System.nanoTime();
      channel.write(ByteBuffer.allocate(SYNCED_BYTES));
      channel.force(true);
      return System.nanoTime() - before;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /// Files from the future tell that the wall clock was set back.
  private void future() {
    Instant now = Instant.now();
    try (Stream<Path> files = Files.walk(directory, 2)) {
      Optional<Path> ahead =
          files.filter(file -> modified(file).isAfter(now.plus(FUTURE_MAX))).findFirst();
      found.add(
          ahead.isPresent()
              ? Finding.wrong(
                  "wall clock",
                  ahead.get()
                      + " is of "
                      + modified(ahead.get())
                      + ", which this machine's clock has not reached: set the clock")
              : Finding.ok("wall clock", "no file in " + directory + " is from the future"));
    } catch (IOException e) {
      found.add(Finding.wrong("disk", directory + " cannot be read: run as the user who made it"));
    }
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException _) {
      return Instant.MIN; // It was deleted in between.
    }
  }

  private void record() {
    try {
      Optional<ClusterFile> cluster = ClusterFile.read(directory);
      if (cluster.isEmpty()) {
        found.add(Finding.ok("cluster", "none is recorded in " + directory));
        return;
      }
      found.add(
          Finding.ok(
              "cluster",
              "\""
                  + cluster.get().cluster()
                  + "\" with "
                  + cluster.get().nodes().size()
                  + " nodes is recorded in "
                  + directory));
      strangers(cluster.get());
    } catch (CommandFailed e) {
      found.add(Finding.wrong("cluster", String.valueOf(e.getMessage())));
    }
  }

  /// Directories of nodes that the record does not know.
  private void strangers(ClusterFile cluster) {
    try (Stream<Path> homes = Files.list(directory)) {
      homes
          .filter(home -> Files.exists(home.resolve("identity.0")))
          .map(home -> home.getFileName().toString())
          .filter(name -> cluster.node(name).isEmpty())
          .sorted(NaturalOrder.BY_NAME)
          .forEach(
              name ->
                  found.add(
                      Finding.note(
                          "leftovers",
                          directory.resolve(name)
                              + " is of a node that is not recorded: delete it if nobody starts it"
                              + " with `dcore agent`")));
    } catch (IOException e) {
      found.add(Finding.wrong("disk", directory + " cannot be read: run as the user who made it"));
    }
  }
}
