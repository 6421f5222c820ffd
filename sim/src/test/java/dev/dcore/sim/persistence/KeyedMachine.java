package dev.dcore.sim.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.compaction.CompactionPlanner;
import dev.dcore.kernel.persistence.compaction.Key;
import dev.dcore.kernel.persistence.compaction.KeyedRecord;
import dev.dcore.kernel.persistence.keyed.KeyedLog;
import dev.dcore.kernel.persistence.keyed.KeyedLogConfig;
import dev.dcore.kernel.persistence.keyed.KeyedLogEffect;
import dev.dcore.kernel.persistence.keyed.KeyedLogFiles;
import dev.dcore.kernel.persistence.keyed.KeyedLogInput;
import dev.dcore.kernel.persistence.keyed.LogIdentity;
import dev.dcore.sim.time.EventQueue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A keyed log on a simulated disk, one process after another, beside a model of what was written.
final class KeyedMachine {
  static final String DIRECTORY = "keyed";
  static final LogIdentity IDENTITY = new LogIdentity(0x1234, 0x5678);

  /// Small outputs, so that one compaction writes several.
  static final KeyedLogConfig CONFIG =
      new KeyedLogConfig(400, Long.MAX_VALUE, KeyedMachine::concatenated);

  private record Addition(List<KeyedRecord> records, long through) {}

  private final EventQueue queue = new EventQueue();
  private final SimDisk disk;
  private final KeyedLogConfig config;
  private final List<Addition> written = new ArrayList<>();
  private final List<KeyedLogEffect> effects = new ArrayList<>();
  private final List<KeyedRecord> scanned = new ArrayList<>();
  private @Nullable KeyedLogFiles files;
  private long operationsLeft = Long.MAX_VALUE;
  private long acknowledged;
  private Runnable onOpened = () -> {};
  private int operations;

  KeyedMachine(long seed, KeyedLogConfig config) {
    this.disk = new SimDisk(queue, Choices.seeded(seed, "disk"));
    this.config = config;
  }

  SimDisk disk() {
    return disk;
  }

  EventQueue queue() {
    return queue;
  }

  /// What the log of this process said so far.
  List<KeyedLogEffect> effects() {
    return effects;
  }

  <E extends KeyedLogEffect> List<E> effects(Class<E> kind) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /// How many operations completed for the process.
  int operations() {
    return operations;
  }

  boolean dead() {
    return files == null;
  }

  KeyedLog log() {
    return process().log();
  }

  /// The process gets no completion after so many more.
  void dieAfter(long completions) {
    operationsLeft = completions;
  }

  /// Runs this as soon as a log is open, before anything that the opening left to do.
  void whenOpened(Runnable action) {
    onOpened = action;
  }

  /// Starts a process on the disk, and lets it open the log.
  void open() {
    effects.clear();
    scanned.clear();
    KeyedLogFiles[] opened = new KeyedLogFiles[1];
    var port = disk.open(event -> onDisk(opened[0], event));
    opened[0] =
        new KeyedLogFiles(
            port, 3, DIRECTORY, new KeyedLog(config), effect -> onEffect(opened[0], effect));
    files = opened[0];
    step(new KeyedLogInput.Open(IDENTITY));
    settle();
  }

  /// As [#open], and what it finds must be what was written, up to something that was acknowledged
  /// or later.
  void reopen() {
    open();
    if (dead()) {
      return;
    }
    List<KeyedLogEffect.Opened> opened = effects(KeyedLogEffect.Opened.class);
    assertEquals(1, opened.size(), () -> "not opened: " + effects);
    long through = opened.getFirst().through();
    assertTrue(
        through >= acknowledged, () -> acknowledged + " was acknowledged, " + through + " is left");
    check(through);
    if (!dead()) {
      written.removeIf(each -> each.through() > through);
      acknowledged = through;
    }
  }

  void kill() {
    files = null;
    operationsLeft = Long.MAX_VALUE;
    disk.kill();
  }

  void losePower() {
    files = null;
    operationsLeft = Long.MAX_VALUE;
    disk.losePower();
  }

  void step(KeyedLogInput input) {
    KeyedLogFiles current = files;
    if (current != null) {
      current.step(queue.nowNanos(), input);
    }
  }

  /// Asks to add these, whose sequences follow what was written.
  void add(KeyedRecord... records) {
    long through = records[records.length - 1].sequence();
    if (!dead()) {
      written.add(new Addition(List.of(records), through));
      step(new KeyedLogInput.Add(List.of(records), through));
    }
  }

  void addNow(KeyedRecord... records) {
    add(records);
    settle();
  }

  void compact(CompactionPlanner planner) {
    step(new KeyedLogInput.Compact(planner, 0));
  }

  void settle() {
    queue.runFor(Duration.ofSeconds(30).toNanos());
  }

  /// The highest sequence that was written or acknowledged.
  long last() {
    return written.isEmpty() ? acknowledged : written.getLast().through();
  }

  long acknowledged() {
    return acknowledged;
  }

  /// What is in the log must be what the model holds up to this sequence.
  void check(long through) {
    scanned.clear();
    step(new KeyedLogInput.Scan());
    settle();
    if (!dead()) {
      assertEquals(model(through), found(), () -> "the state at " + through + "; " + effects);
    }
  }

  SortedMap<String, String> found() {
    SortedMap<String, String> state = new TreeMap<>();
    scanned.forEach(record -> state.put(text(record.key().bytes()), text(record.value())));
    return state;
  }

  private SortedMap<String, String> model(long through) {
    SortedMap<String, String> state = new TreeMap<>();
    for (Addition addition : written) {
      if (addition.through() > through) {
        break;
      }
      for (KeyedRecord record : addition.records()) {
        String key = text(record.key().bytes());
        switch (record.kind()) {
          case VALUE -> state.put(key, text(record.value()));
          case PATCH -> state.merge(key, text(record.value()), String::concat);
          case TOMBSTONE -> state.remove(key);
        }
      }
    }
    return state;
  }

  private void onDisk(KeyedLogFiles of, DiskEvent event) {
    if (of != files) {
      return;
    }
    if (operationsLeft-- <= 0) {
      files = null;
      return;
    }
    operations++;
    of.onDisk(queue.nowNanos(), event);
  }

  private void onEffect(KeyedLogFiles of, KeyedLogEffect effect) {
    effects.add(effect);
    switch (effect) {
      case KeyedLogEffect.WakeAt(long nanos) ->
          queue.at(
              nanos,
              () -> {
                if (of == files) {
                  step(new KeyedLogInput.Wake());
                }
              });
      case KeyedLogEffect.Added(long through) -> acknowledged = through;
      case KeyedLogEffect.Opened _ -> queue.at(queue.nowNanos(), onOpened);
      case KeyedLogEffect.Scanned(List<KeyedRecord> records, boolean last) -> {
        scanned.addAll(records);
        if (!last) {
          queue.in(1, () -> step(new KeyedLogInput.ScanOn()));
        }
      }
      default -> {}
    }
  }

  private KeyedLogFiles process() {
    KeyedLogFiles current = files;
    if (current == null) {
      throw new IllegalStateException("the process is gone");
    }
    return current;
  }

  static KeyedRecord value(String key, long sequence, String value) {
    return record(key, sequence, KeyedRecord.Kind.VALUE, value);
  }

  static KeyedRecord patch(String key, long sequence, String value) {
    return record(key, sequence, KeyedRecord.Kind.PATCH, value);
  }

  static KeyedRecord tombstone(String key, long sequence) {
    return record(key, sequence, KeyedRecord.Kind.TOMBSTONE, "");
  }

  private static KeyedRecord record(
      String key, long sequence, KeyedRecord.Kind kind, String value) {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return new KeyedRecord(new Key(name), sequence, sequence, kind, bytes);
  }

  private static byte[] concatenated(byte @Nullable [] base, List<byte[]> patches) {
    StringBuilder all = new StringBuilder(base == null ? "" : text(base));
    patches.forEach(patch -> all.append(text(patch)));
    return all.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
