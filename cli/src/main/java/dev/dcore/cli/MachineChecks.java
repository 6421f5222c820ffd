package dev.dcore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What `doctor` asks the machine: the JDK, limits, clocks.
final class MachineChecks {
  private static final int JDK_MIN = 25;

  /// An agent opens at most 4,096 streams, takes 1,024, and needs some files.
  private static final long DESCRIPTORS_WANTED = 8_192;

  /// With fewer a cluster of a hundred members can be joined, and little more.
  private static final long DESCRIPTORS_MIN = 512;

  /// A probe waits a few hundred milliseconds for an answer.
  private static final Duration LATE_MAX = Duration.ofMillis(150);

  private static final Duration LATE_ODD = Duration.ofMillis(30);
  private static final Duration NAP = Duration.ofMillis(10);
  private static final int NAPS = 20;
  private static final Pattern WHITE = Pattern.compile("\\s+");
  private static final double NANOS_PER_MILLI = 1e6;

  private MachineChecks() {}

  static List<Finding> look() throws InterruptedException {
    List<Finding> found = new ArrayList<>();
    found.add(jdk(Runtime.version().feature(), System.getProperty("java.home", "?")));
    found.add(descriptors(Path.of("/proc/self/limits")));
    found.add(clockSource(Path.of("/sys/devices/system/clocksource/clocksource0")));
    found.add(lateness(latestNanos()));
    return found;
  }

  static Finding jdk(int feature, String home) {
    return feature >= JDK_MIN
        ? Finding.ok("JDK", "JDK " + feature + " in " + home)
        : Finding.wrong(
            "JDK",
            "JDK "
                + feature
                + " in "
                + home
                + " is too old: install a JDK "
                + JDK_MIN
                + " and name it in JAVA_HOME");
  }

  /// A JVM raises its own limit as far as the hard limit allows.
  static Finding descriptors(Path limits) {
    String check = "open files";
    try {
      for (String line : Files.readAllLines(limits)) {
        if (line.startsWith("Max open files")) {
          return descriptors(hardLimit(line));
        }
      }
    } catch (IOException | NumberFormatException _) {
      // Another system than Linux says it elsewhere.
    }
    return Finding.note(check, "the limit of open files is not known here: see `ulimit -Hn`");
  }

  /// `Max open files SOFT HARD files`.
  private static long hardLimit(String line) {
    String[] words = WHITE.split(line.strip(), -1);
    String hard = words[words.length - 2];
    return hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard);
  }

  private static Finding descriptors(long hard) {
    String check = "open files";
    String limit = hard == Long.MAX_VALUE ? "any number of" : Long.toString(hard);
    if (hard < DESCRIPTORS_MIN) {
      return Finding.wrong(
          check, "only " + limit + " open files are allowed: raise it with `ulimit -Hn 65536`");
    }
    return hard < DESCRIPTORS_WANTED
        ? Finding.note(
            check,
            limit
                + " open files are allowed, too few for over "
                + hard / 2
                + " members: raise it with `ulimit -Hn 65536`")
        : Finding.ok(check, limit + " open files are allowed");
  }

  static Finding clockSource(Path directory) {
    String check = "clock";
    try {
      String source = Files.readString(directory.resolve("current_clocksource")).strip();
      boolean slow = List.of("acpi_pm", "hpet", "jiffies", "refined-jiffies").contains(source);
      return slow
          ? Finding.note(
              check,
              "the clock source is "
                  + source
                  + ", which is slow to read: choose another of those in "
                  + directory.resolve("available_clocksource"))
          : Finding.ok(check, "the clock source is " + source);
    } catch (IOException _) {
      return Finding.ok(check, "the clock source is not told on this system");
    }
  }

  static Finding lateness(long lateNanos) {
    String late = String.format(Locale.ROOT, "%.1f ms", lateNanos / NANOS_PER_MILLI);
    String check = "scheduling";
    if (lateNanos > LATE_MAX.toNanos()) {
      return Finding.wrong(
          check,
          "a process had to wait "
              + late
              + " for its turn, so agents here will be suspected: end other programs or get more"
              + " processors");
    }
    return lateNanos > LATE_ODD.toNanos()
        ? Finding.note(
            check, "a process had to wait " + late + " for its turn: this machine is busy")
        : Finding.ok(check, "a process gets its turn within " + late);
  }

  /// By how much the latest of some short naps was too long.
  private static long latestNanos() throws InterruptedException {
    long latest = 0;
    for (int i = 0; i < NAPS; i++) {
      long before = System.nanoTime();
      Thread.sleep(NAP);
      latest = Math.max(latest, System.nanoTime() - before - NAP.toNanos());
    }
    return latest;
  }
}
