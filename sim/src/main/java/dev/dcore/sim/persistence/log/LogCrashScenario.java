package dev.dcore.sim.persistence.log;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.persistence.log.LogConfig;
import dev.dcore.kernel.persistence.log.LogEffect;
import dev.dcore.kernel.persistence.log.SyncPolicy;
import dev.dcore.sim.crash.CrashMachine;
import dev.dcore.sim.crash.CrashReport;
import dev.dcore.sim.crash.Crashed;
import dev.dcore.sim.persistence.DiskDamage;
import dev.dcore.sim.persistence.DiskFault;
import dev.dcore.sim.persistence.DiskFaults;
import dev.dcore.sim.runtime.RunChoices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/// One log through many lives on a disk that does its worst: each life opens it, works, and ends in
/// order, by a kill, or with the power. In between the disk is damaged, which has to be noticed,
/// and mended again. A run ends with a life without faults, in which the log has to work.
///
/// Each seed draws its own sizes, sectors, policy, and how often the disk fails.
public final class LogCrashScenario {
  public static final String NAME = "crash";

  private static final double[] FAILURES = {0, 0, 0.01, 0.1};
  private static final int LIVES_MAX = 10;
  private static final int STEPS_MAX = 30;

  private final CrashReport report = new CrashReport();
  private final LogHistory history;
  private final LogConfig config;
  private final CrashMachine machine;
  private final LogSteps steps;
  private final Choice lives;
  private final Choice failures;
  private final Choice crash;
  private final Choice ending;
  private final Choice damages;
  private final Choices damageChoices;
  private final Choice capacity;
  private final long seed;
  private boolean rotten;

  private LogCrashScenario(long seed, Choices choices) {
    this.seed = seed;
    this.config = config(choices.choice("config"));
    this.history = new LogHistory(config.policy());
    int sectorBytes = choices.choice("sector").chance(0.25) ? 4_096 : 512;
    this.machine = new CrashMachine(choices.of("disk"), sectorBytes);
    this.steps = new LogSteps(choices.of("steps"), config, history, machine);
    this.lives = choices.choice("lives");
    this.failures = choices.choice("failures");
    this.crash = choices.choice("crash");
    this.ending = choices.choice("ending");
    this.damages = choices.choice("damaged");
    this.damageChoices = choices.of("damage");
    this.capacity = choices.choice("capacity");
  }

  private static LogConfig config(Choice choice) {
    int[] segments = {6 << 10, 8 << 10, 24 << 10};
    int[] batches = {512, 1_024, 4_096};
    int[] records = {40, 400, 2_000};
    int policy = choice.below(10);
    return new LogConfig(
        "wal",
        segments[choice.below(segments.length)],
        batches[choice.below(batches.length)],
        records[choice.below(records.length)],
        policy < 8
            ? SyncPolicy.EVERY_APPEND
            : policy == 8 ? SyncPolicy.every(Duration.ofMillis(20)) : SyncPolicy.OS);
  }

  /// @return what it found; it passed when nothing failed
  public static CrashReport run(long seed) {
    return new LogCrashScenario(seed, Choices.recorded(seed, NAME, RunChoices.plain(), false))
        .run();
  }

  private CrashReport run() {
    report.add("runs", 1);
    try {
      int count = 2 + lives.below(LIVES_MAX);
      for (int i = 0; i < count && !rotten; i++) {
        live();
        damage();
      }
      if (!rotten) {
        finish();
      }
    } catch (AssertionError | RuntimeException e) {
      report.fail("seed " + seed, e);
    }
    report.add(machine.disk().counts());
    return report;
  }

  private void live() {
    report.add("lives", 1);
    machine.disk().failWith(faults());
    machine.disk().capacity(capacityBytes());
    if (crash.chance(0.6)) {
      machine.crashAfter(crash.below(crash.chance(0.5) ? 30 : 300));
    }
    LogProcess process = new LogProcess(machine, config, history);
    try {
      if (opens(process)) {
        int count = steps.count(STEPS_MAX);
        for (int i = 0; i < count && process.appendable(); i++) {
          steps.step(process);
        }
        end(process);
      }
    } catch (Crashed crashed) {
      report.add("crashed at an operation", 1);
    }
    die();
  }

  private DiskFaults faults() {
    double reads = FAILURES[failures.below(FAILURES.length)] / 4;
    double writes = FAILURES[failures.below(FAILURES.length)] / 4;
    double syncs = FAILURES[failures.below(FAILURES.length)];
    double stalls = FAILURES[failures.below(FAILURES.length)];
    double misdirected = failures.below(40) == 39 ? 0.05 : 0;
    double rots = failures.below(40) == 39 ? 0.05 : 0;
    return new DiskFaults(reads, writes, syncs, stalls, misdirected, rots);
  }

  private long capacityBytes() {
    if (!capacity.chance(0.15)) {
      return Long.MAX_VALUE;
    }
    long used = machine.disk().image().values().stream().mapToLong(bytes -> bytes.length).sum();
    return used + capacity.below(3 * config.segmentBytes());
  }

  /// @return whether it can be worked with
  private boolean opens(LogProcess process) {
    long failed = failed();
    LogEffect how = process.open();
    switch (how) {
      case LogEffect.Opened opened -> {
        if (rotten()) {
          new RotCheck(history, machine.disk().rots()).opened(opened.found());
        }
        process.check(opened);
        report.add(
            opened.found().readOnly().isEmpty() ? "opened" : "opened, and the disk is full", 1);
        report.add("truncated tails", opened.found().truncated().size());
        return true;
      }
      case LogEffect.Corrupt corrupt -> {
        LogHistory.require(rotten(), "nothing is damaged, and it says: " + corrupt);
        new RotCheck(history, machine.disk().rots()).corrupt(corrupt);
        report.add("rot reported as corrupt", 1);
        rotten = true;
      }
      case LogEffect.Refused refused -> {
        LogHistory.require(failed() > failed, "nothing failed, and it says: " + refused);
        report.add("refused after a failed operation", 1);
      }
      default -> throw new AssertionError("not opened: " + how);
    }
    return false;
  }

  private long failed() {
    long failed = 0;
    for (DiskFault fault :
        List.of(
            DiskFault.READ_FAILED,
            DiskFault.WRITE_FAILED,
            DiskFault.SYNC_FAILED,
            DiskFault.DIRECTORY_SYNC_FAILED)) {
      failed += machine.disk().counts().of(fault);
    }
    return failed;
  }

  private boolean rotten() {
    // Damage at rest is mended again; what is left came with a sync.
    return !machine.disk().rots().isEmpty();
  }

  private void end(LogProcess process) {
    if (process.ended() != null) {
      report.add(
          process.ended() instanceof LogEffect.Full ? "ended by a full disk" : "poisoned", 1);
    } else if (ending.chance(0.3)) {
      process.close();
      report.add("closed", 1);
    }
  }

  private void die() {
    if (ending.chance(0.4)) {
      machine.kill();
    } else {
      machine.losePower();
      history.onPowerLost();
    }
  }

  /// Damages the files in one place, has the log find it, and puts them back.
  private void damage() {
    if (rotten() || !damages.chance(0.3)) {
      return;
    }
    SortedMap<String, byte[]> image = machine.disk().image();
    List<String> files = new ArrayList<>();
    image.forEach(
        (name, bytes) -> {
          if (bytes.length > 0) {
            files.add(name);
          }
        });
    if (files.isEmpty()) {
      return;
    }
    machine.disk().failWith(DiskFaults.NONE);
    machine.disk().capacity(Long.MAX_VALUE);
    history.onInspected(new LogProcess(machine, config, history).inspect());
    machine.kill();
    DiskDamage.Done done = machine.disk().damage().byChance(damageChoices, files);
    if (done != null) {
      LogProcess process = new LogProcess(machine, config, history);
      String outcome = new DamageCheck(history, done).outcome(process, process.open());
      report.add("damage: " + outcome, 1);
    }
    machine.kill();
    machine.disk().load(image);
  }

  /// Without faults, it works.
  private void finish() {
    machine.disk().failWith(DiskFaults.NONE);
    machine.disk().capacity(Long.MAX_VALUE);
    LogProcess process = new LogProcess(machine, config, history);
    if (!opens(process)) {
      return;
    }
    LogHistory.require(process.append(1, new byte[10]), "it takes no appends, and nothing fails");
    LogHistory.require(process.awaitAll(), "it was poisoned, and nothing fails");
    process.close();
    machine.losePower();
    if (opens(new LogProcess(machine, config, history))) {
      report.add("worked at the end", 1);
    }
  }
}
