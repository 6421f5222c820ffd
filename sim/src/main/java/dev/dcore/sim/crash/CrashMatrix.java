package dev.dcore.sim.crash;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.sim.persistence.DiskDamage;
import dev.dcore.sim.persistence.PowerLoss;
import dev.dcore.sim.persistence.SimDisk;
import dev.dcore.sim.runtime.ParallelSeeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;

/// Every crash point of one workload: after each operation of the disk, at each byte of the last
/// write, and again at each operation of the recovery; and damage to each byte of each file.
///
/// ```java
/// CrashMatrix.of(new MySubject()).run().assertPassed();
/// ```
///
/// The order in which operations complete, and what else is drawn, is a function of the seed.
///
/// @param seed of the disk's draws
/// @param sectorBytes of the disk
/// @param randomLosses at each point, how many power losses of which each sector, length and name
///   survives by chance
/// @param stride 1 for every operation, 2 for every other one, and so on
/// @param byteStride the same for the bytes of the last write and of the files; which ones of the
///   files, the seed says
/// @param recoveryStride the same for the operations of the recovery; 0 not to crash there
public record CrashMatrix<H>(
    CrashSubject<H> subject,
    long seed,
    int sectorBytes,
    int randomLosses,
    int stride,
    int byteStride,
    int recoveryStride) {
  public CrashMatrix {
    Invariant.check(randomLosses >= 0 && recoveryStride >= 0, "no negative counts");
    Invariant.check(stride > 0 && byteStride > 0, "strides are positive");
  }

  /// All of it, with two random losses at each point.
  public static <H> CrashMatrix<H> of(CrashSubject<H> subject) {
    return new CrashMatrix<>(subject, 1, SimDisk.SECTOR_BYTES, 2, 1, 1, 1);
  }

  public CrashMatrix<H> withSeed(long other) {
    return new CrashMatrix<>(
        subject, other, sectorBytes, randomLosses, stride, byteStride, recoveryStride);
  }

  public CrashMatrix<H> withSectorBytes(int bytes) {
    return new CrashMatrix<>(
        subject, seed, bytes, randomLosses, stride, byteStride, recoveryStride);
  }

  /// @param recovery 0 not to crash there
  public CrashMatrix<H> withStrides(int operations, int bytes, int recovery) {
    return new CrashMatrix<>(subject, seed, sectorBytes, randomLosses, operations, bytes, recovery);
  }

  /// How a crash ends.
  ///
  /// @param kind for the counts
  private record Ending(String kind, String words, Consumer<CrashMachine> how) {}

  private static final Ending KILLED = new Ending("killed", "killed", CrashMachine::kill);
  private static final Ending ALL_LOST =
      new Ending(
          "power lost, nothing unsynced survives",
          "power lost with all that was not synced",
          machine -> machine.losePower(PowerLoss.ofAllUnsynced()));
  private static final Ending NONE_LOST =
      new Ending(
          "power lost, everything survives",
          "power lost with nothing else",
          machine -> machine.losePower(PowerLoss.ofNothing()));
  private static final Ending RANDOM =
      new Ending(
          "power lost, some of it survives",
          "power lost with some of what was not synced",
          CrashMachine::losePower);

  /// On all cores.
  public CrashReport run() {
    CrashReport report = new CrashReport();
    long operations = operations(report);
    if (report.failed() > 0) {
      return report;
    }
    report.add("operations of the workload", operations);
    List<Long> points = new ArrayList<>();
    for (long point = 0; point <= operations; point += stride) {
      points.add(point);
    }
    ParallelSeeds.run(points, this::crashAfter).forEach(report::add);
    return report;
  }

  /// How many operations of the disk the whole work takes.
  private long operations(CrashReport report) {
    CrashMachine machine = machine(0);
    H history = subject.begin();
    try {
      subject.work(machine, history);
      long operations = machine.disk().completed();
      machine.kill();
      subject.check(machine, history);
      return operations;
    } catch (Exception | AssertionError e) {
      report.fail("without a crash", e);
      return 0;
    }
  }

  private CrashReport crashAfter(long point) {
    CrashReport report = new CrashReport();
    report.add("crash points", 1);
    int lastWriteBytes = crash(report, point, KILLED, 0);
    crash(report, point, ALL_LOST, 0);
    crash(report, point, NONE_LOST, 0);
    for (int i = 1; i <= randomLosses; i++) {
      crash(report, point, RANDOM, i);
    }
    for (int at = byteStride; at < lastWriteBytes; at += byteStride) {
      int kept = at;
      crash(
          report,
          point,
          new Ending(
              "power lost, last write torn",
              "power lost with all but " + kept + " bytes of the last write",
              machine -> machine.losePower(PowerLoss.inLastWrite(kept))),
          0);
    }
    return report;
  }

  /// One crash, the recovery from it, and then the crashes of that recovery.
  ///
  /// @return the bytes of the last write that was not synced at that point
  private int crash(CrashReport report, long point, Ending ending, int variant) {
    report.add(ending.kind(), 1);
    String when = "after operation " + point + ", " + ending.words() + variant(variant);
    CrashMachine machine = machine(variant);
    H history = subject.begin();
    int lastWriteBytes = 0;
    try {
      workUntil(machine, history, point);
      lastWriteBytes = machine.disk().lastWriteBytes();
      ending.how().accept(machine);
      long before = machine.disk().completed();
      subject.check(machine, history);
      long recovery = machine.disk().completed() - before;
      machine.kill();
      subject.check(machine, history);
      if (recoveryStride > 0 && !ending.kind().endsWith("torn")) {
        for (long second = 0; second <= recovery; second += recoveryStride) {
          crashAgain(report, point, ending, variant, second);
        }
      }
    } catch (Exception | AssertionError e) {
      report.fail(when, e);
    }
    report.add(machine.disk().counts());
    return lastWriteBytes;
  }

  private void crashAgain(
      CrashReport report, long point, Ending first, int variant, long operations) {
    for (Ending second : List.of(KILLED, ALL_LOST, RANDOM)) {
      report.add("crashes in recovery", 1);
      String when =
          "after operation "
              + point
              + ", "
              + first.words()
              + variant(variant)
              + ", then after operation "
              + operations
              + " of the recovery, "
              + second.words();
      CrashMachine machine = machine(variant);
      H history = subject.begin();
      try {
        workUntil(machine, history, point);
        first.how().accept(machine);
        machine.crashAfter(operations);
        try {
          subject.check(machine, history);
        } catch (Crashed crashed) {
          // It is what was wanted.
        }
        second.how().accept(machine);
        subject.check(machine, history);
      } catch (Exception | AssertionError e) {
        report.fail(when, e);
      }
      report.add(machine.disk().counts());
    }
  }

  /// Flips a bit of each byte of each file that the work leaves, one at a time, and has the subject
  /// find it.
  public CrashReport runFlips() {
    CrashReport report = new CrashReport();
    CrashMachine done = machine(0);
    H history = subject.begin();
    try {
      subject.work(done, history);
      done.kill();
      subject.beforeDamage(done, history);
    } catch (Exception | AssertionError e) {
      report.fail("without damage", e);
      return report;
    }
    done.kill();
    SortedMap<String, byte[]> image = done.disk().image();
    image.forEach(
        (file, bytes) -> {
          List<Long> blocks = new ArrayList<>();
          for (long block = 0; block < bytes.length; block += sectorBytes) {
            blocks.add(block);
          }
          ParallelSeeds.run(blocks, block -> flipBlock(image, history, file, block))
              .forEach(report::add);
        });
    return report;
  }

  private CrashReport flipBlock(Map<String, byte[]> image, H history, String file, long block) {
    CrashReport report = new CrashReport();
    int length = image.getOrDefault(file, new byte[0]).length;
    long end = Math.min(block + sectorBytes, length);
    for (long at = block + seed % byteStride; at < end; at += byteStride) {
      CrashMachine machine = machine(0);
      machine.disk().load(image);
      DiskDamage.Done damage = machine.disk().damage().flip(file, at, 1 << at % Byte.SIZE);
      report.add("bytes flipped", 1);
      try {
        report.add("flips: " + subject.checkDamaged(machine, history, damage), 1);
      } catch (Exception | AssertionError e) {
        report.fail("a bit flipped in " + file + " at " + at, e);
      }
      report.add(machine.disk().counts());
    }
    return report;
  }

  private void workUntil(CrashMachine machine, H history, long point) throws Exception {
    machine.crashAfter(point);
    try {
      subject.work(machine, history);
    } catch (Crashed crashed) {
      // It is what was wanted.
    }
  }

  private CrashMachine machine(int variant) {
    return new CrashMachine(Choices.seeded(seed, "crash").of("variant-" + variant), sectorBytes);
  }

  private static String variant(int variant) {
    return variant == 0 ? "" : " (" + variant + ")";
  }
}
