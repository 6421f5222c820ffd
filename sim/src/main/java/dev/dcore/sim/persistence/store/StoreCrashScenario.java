package dev.dcore.sim.persistence.store;

import static dev.dcore.sim.persistence.store.StoreHistory.require;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.persistence.state.Entry;
import dev.dcore.kernel.runtime.StoreAnswer;
import dev.dcore.sim.crash.CrashMachine;
import dev.dcore.sim.crash.CrashReport;
import dev.dcore.sim.crash.Crashed;
import dev.dcore.sim.persistence.DiskDamage;
import dev.dcore.sim.persistence.DiskFaults;
import dev.dcore.sim.runtime.RunChoices;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/// One store through many lives on a disk that does its worst: each life opens it, writes, takes
/// checkpoints and snapshots, and ends by a kill or with the power. In between a file of a
/// checkpoint is damaged, which must cost nothing but a longer replay, and mended again. A run ends
/// with a life without faults, in which the store has to work.
public final class StoreCrashScenario {
  public static final String NAME = "crash-store";

  private static final double[] FAILURES = {0, 0, 0.005, 0.05};
  private static final int LIVES_MAX = 8;
  private static final int STEPS_MAX = 80;
  private static final int KEYS = 30;
  private static final int VALUE_BYTES_MAX = 250;

  /// Longer than a life's disk operations take, and shorter than its pauses may be.
  private static final Duration LIFE_MAX = Duration.ofSeconds(20);

  private final CrashReport report = new CrashReport();
  private final StoreHistory history = new StoreHistory();
  private final CrashMachine machine;
  private final Choice lives;
  private final Choice failures;
  private final Choice crash;
  private final Choice ending;
  private final Choice damages;
  private final Choices damageChoices;
  private final Choice capacity;
  private final Choice kind;
  private final Choice key;
  private final Choice length;
  private final Choice pause;
  private final long seed;

  private StoreCrashScenario(long seed, Choices choices) {
    this.seed = seed;
    int sectorBytes = choices.choice("sector").chance(0.25) ? 4_096 : 512;
    this.machine = new CrashMachine(choices.of("disk"), sectorBytes);
    this.lives = choices.choice("lives");
    this.failures = choices.choice("failures");
    this.crash = choices.choice("crash");
    this.ending = choices.choice("ending");
    this.damages = choices.choice("damaged");
    this.damageChoices = choices.of("damage");
    this.capacity = choices.choice("capacity");
    this.kind = choices.choice("kind");
    this.key = choices.choice("key");
    this.length = choices.choice("length");
    this.pause = choices.choice("pause");
  }

  /// @return what it found; it passed when nothing failed
  public static CrashReport run(long seed) {
    return new StoreCrashScenario(seed, Choices.recorded(seed, NAME, RunChoices.plain(), false))
        .run();
  }

  private CrashReport run() {
    report.add("runs of a store", 1);
    try {
      int count = 2 + lives.below(LIVES_MAX);
      for (int i = 0; i < count; i++) {
        live();
        damage();
      }
      finish();
    } catch (AssertionError | RuntimeException e) {
      report.fail("seed " + seed, e);
    }
    report.add(machine.disk().counts());
    return report;
  }

  private void live() {
    report.add("lives of a store", 1);
    machine.disk().failWith(faults());
    machine.disk().capacity(capacityBytes());
    if (crash.chance(0.7)) {
      machine.crashAfter(crash.below(crash.chance(0.5) ? 60 : 600));
    }
    StoreProcess process = new StoreProcess(machine, history);
    try {
      if (opens(process)) {
        int count = length.below(STEPS_MAX + 1);
        for (int i = 0; i < count; i++) {
          step(process);
        }
      }
    } catch (Crashed crashed) {
      report.add("a store crashed at an operation", 1);
    }
    if (ending.chance(0.3)) {
      machine.kill();
    } else {
      machine.losePower();
    }
  }

  private DiskFaults faults() {
    double reads = FAILURES[failures.below(FAILURES.length)] / 4;
    double writes = FAILURES[failures.below(FAILURES.length)] / 4;
    double syncs = FAILURES[failures.below(FAILURES.length)];
    double stalls = FAILURES[failures.below(FAILURES.length)];
    return new DiskFaults(reads, writes, syncs, stalls, 0, 0);
  }

  private long capacityBytes() {
    if (!capacity.chance(0.15)) {
      return Long.MAX_VALUE;
    }
    long used = machine.disk().image().values().stream().mapToLong(bytes -> bytes.length).sum();
    return used + capacity.below(4 * StoreProcess.CONFIG.log().segmentBytes());
  }

  /// @return whether it can be worked with
  private boolean opens(StoreProcess process) {
    StoreAnswer.Status status = process.status();
    if (status == null) {
      require(machine.disk().failing(), "nothing failed, and it is stopped: " + process.stopped());
      report.add("a store stopped at a failed operation", 1);
      return false;
    }
    if (!status.readOnly().isEmpty()) {
      // It may not show what it cannot make durable.
      report.add("a store opened on a full disk", 1);
      return false;
    }
    history.onOpened(process.content());
    report.add("a store opened", 1);
    report.add(
        "a store replayed entries behind its checkpoint",
        status.checkpointPosition() < status.position() ? 1 : 0);
    return true;
  }

  private void step(StoreProcess process) {
    switch (kind.below(12)) {
      case 0, 1, 2, 3 -> put(process);
      case 4 -> process.delete("k" + key.below(KEYS));
      case 5 -> {
        for (int i = key.below(12); i >= 0; i--) {
          put(process);
        }
      }
      case 6 -> process.putFor(Duration.ofMillis(50 + pause.below(5_000)).toNanos());
      case 7 -> process.checkpoint();
      case 8 -> snapshot(process);
      case 9 -> process.awaitAll();
      case 10 -> {
        process.awaitAll();
        process.checkRead();
      }
      default -> machine.pass(Duration.ofMillis(pause.below(2_000)));
    }
  }

  private void put(StoreProcess process) {
    process.put("k" + key.below(KEYS), "v".repeat(length.below(VALUE_BYTES_MAX)) + key.below(100));
  }

  /// A snapshot is what it was when it was taken, whatever is written after it.
  private void snapshot(StoreProcess process) {
    List<String> before = texts(process.snapshot());
    put(process);
    process.delete("k" + key.below(KEYS));
    process.awaitAll();
    require(before.equals(texts(process.seen())), "a snapshot has changed");
    report.add("snapshots compared", 1);
  }

  private static List<String> texts(List<Entry> entries) {
    List<String> texts = new ArrayList<>();
    entries.forEach(
        each ->
            texts.add(
                new String(each.key(), StandardCharsets.UTF_8)
                    + each.position()
                    + each.value().length));
    return texts;
  }

  /// Damages one place of a checkpoint, has the store do without it, and puts it back.
  private void damage() {
    if (!damages.chance(0.4)) {
      return;
    }
    SortedMap<String, byte[]> image = machine.disk().image();
    List<String> files = new ArrayList<>();
    image.forEach(
        (name, bytes) -> {
          if (bytes.length > 0 && name.startsWith("checkpoint/")) {
            files.add(name);
          }
        });
    if (files.isEmpty()) {
      return;
    }
    machine.disk().failWith(DiskFaults.NONE);
    machine.disk().capacity(Long.MAX_VALUE);
    DiskDamage.Done done = machine.disk().damage().byChance(damageChoices, files);
    if (done != null) {
      StoreProcess process = new StoreProcess(machine, history);
      StoreAnswer.Status status = process.status();
      if (status == null) {
        throw new AssertionError(done + ", and it is stopped: " + process.stopped());
      }
      history.onOpened(process.content());
      report.add(
          status.notes().isEmpty()
              ? "a damaged checkpoint that was not needed"
              : "a damaged checkpoint, and a longer replay",
          1);
    }
    machine.kill();
    machine.disk().load(image);
  }

  /// Without faults, it works, and what was to live for a time is gone.
  private void finish() {
    machine.disk().failWith(DiskFaults.NONE);
    machine.disk().capacity(Long.MAX_VALUE);
    StoreProcess process = new StoreProcess(machine, history);
    require(opens(process), "nothing fails, and it does not open: " + process.stopped());
    process.put("last", "one");
    process.awaitAll();
    process.checkRead();
    machine.pass(LIFE_MAX);
    history.onAllExpired(process.content());
    require(process.compact() instanceof StoreAnswer.Checkpointed, "no checkpoint is complete");
    machine.losePower();
    require(opens(new StoreProcess(machine, history)), "it does not open again");
    report.add("a store worked at the end", 1);
  }
}
