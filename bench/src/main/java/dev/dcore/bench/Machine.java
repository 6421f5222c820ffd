package dev.dcore.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What Linux says of itself and of processes in `/proc`.
final class Machine {
  /// `USER_HZ`, which Linux has fixed for all that it shows to programs.
  private static final double TICKS_PER_SECOND = 100;

  private static final double KIB_PER_MIB = 1024;

  /// After `pid (name)` in `/proc/PID/stat`: utime and stime, see proc_pid_stat(5).
  private static final int USER_TICKS = 11;

  private static final int SYSTEM_TICKS = 12;

  private Machine() {}

  /// Who reads figures wants to know what else the machine did.
  static String description() {
    String load;
    try {
      load = Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0];
    } catch (IOException _) {
      load = "unknown";
    }
    return Runtime.getRuntime().availableProcessors()
        + " processors, load "
        + load
        + " before it begins, Java "
        + Runtime.version();
  }

  /// Of the source in the working directory, and whether that was changed since.
  static String commit() {
    String hash = git("rev-parse", "--short", "HEAD");
    boolean changed = !git("status", "--porcelain", "--", "*.java").isEmpty();
    return hash.isEmpty() ? "unknown" : changed ? hash + " and changes" : hash;
  }

  /// What git prints, or nothing where there is none.
  private static String git(String... words) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    try {
      Process git =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      git.getOutputStream().close();
      String printed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return git.waitFor() == 0 ? printed.strip() : "";
    } catch (IOException _) {
      return "";
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /// Processor time since the process began.
  static double cpuSeconds(long pid) throws BenchFailed {
    String stat = read(pid, "stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]))
        / TICKS_PER_SECOND;
  }

  /// Memory of the process that is in RAM.
  static double residentMib(long pid) throws BenchFailed {
    return read(pid, "status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToDouble(kib -> Long.parseLong(kib) / KIB_PER_MIB)
        .findFirst()
        .orElseThrow(() -> new BenchFailed("the process " + pid + " has ended"));
  }

  /// What the process caused to be written to disks since it began, as the kernel counts it: whole
  /// pages, see proc_pid_io(5).
  static long writtenBytes(long pid) throws BenchFailed {
    return read(pid, "io")
        .lines()
        .filter(line -> line.startsWith("write_bytes:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow(() -> new BenchFailed("the process " + pid + " has ended"));
  }

  /// A command's words that keep it on one core; empty when the machine has no `taskset`.
  static List<String> onOneCore() {
    return firstCore().map(core -> List.of("taskset", "-c", core)).orElse(List.of());
  }

  private static Optional<String> firstCore() {
    String path = System.getenv("PATH");
    boolean found = false;
    for (String folder : path == null ? new String[0] : path.split(":", -1)) {
      found |= Files.isExecutable(Path.of(folder.isEmpty() ? "." : folder, "taskset"));
    }
    if (!found) {
      return Optional.empty();
    }
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("Cpus_allowed_list:"))
          .map(line -> line.replaceAll("^\\D+(\\d+).*", "$1"))
          .findFirst();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static String read(long pid, String file) throws BenchFailed {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(pid), file));
    } catch (IOException e) {
      throw new BenchFailed(
          "the process " + pid + " has ended, or this is not Linux, which shows it in /proc", e);
    }
  }
}
