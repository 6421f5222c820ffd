package dev.dcore.kernel.persistence.compaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A keyed log in memory: carries out plans by the letter, and says what readers see.
final class ModelLog {
  private static final int RECORD_BYTES = 32;

  /// Some of those who may come; all would be as many as there are records.
  private static final int READERS_MAX = 4;

  /// Patches are appended to what was there.
  static final Patching CONCATENATION =
      (base, patches) -> {
        StringBuilder all = new StringBuilder(base == null ? "" : text(base));
        patches.forEach(patch -> all.append(text(patch)));
        return all.toString().getBytes(StandardCharsets.UTF_8);
      };

  private static final class Segment {
    final long id;
    final int level;
    final List<KeyedRecord> records = new ArrayList<>();
    final Map<Key, List<KeyedRecord>> byKey = new TreeMap<>();
    long bytes;
    long dead;

    Segment(long id, int level) {
      this.id = id;
      this.level = level;
    }

    void add(KeyedRecord record) {
      records.add(record);
      byKey.computeIfAbsent(record.key(), _ -> new ArrayList<>()).add(record);
      bytes += ModelLog.bytes(record);
    }
  }

  private final long segmentBytes;
  private final @Nullable Patching patching;
  private final List<Segment> segments = new ArrayList<>();
  private final Set<Long> reportedDead = new LinkedHashSet<>();
  private final Set<Key> keys = new TreeSet<>();
  private Segment active = new Segment(1, 0);
  private long nextId = 2;
  private long lowWater;
  long written;
  long rewritten;
  long read;

  ModelLog(long segmentBytes, @Nullable Patching patching) {
    this.segmentBytes = segmentBytes;
    this.patching = patching;
    segments.add(active);
  }

  void append(KeyedRecord record) {
    keys.add(record.key());
    if (record.isWhole()) {
      reportDead(record);
    }
    active.add(record);
    written += bytes(record);
    if (active.bytes >= segmentBytes) {
      active = new Segment(nextId++, 0);
      segments.add(active);
    }
  }

  void raiseLowWater(long to) {
    lowWater = Math.max(lowWater, to);
  }

  private void reportDead(KeyedRecord by) {
    for (Segment segment : segments) {
      for (KeyedRecord each : segment.byKey.getOrDefault(by.key(), List.of())) {
        if (segment != active && reportedDead.add(each.sequence())) {
          segment.dead += bytes(each);
        }
      }
    }
  }

  List<SegmentStats> stats() {
    return segments.stream()
        .filter(segment -> !segment.records.isEmpty())
        .map(segment -> statsOf(segment, segment == active))
        .toList();
  }

  /// All records whose reader may still come, by sequence.
  List<KeyedRecord> unread() {
    return segments.stream()
        .flatMap(segment -> segment.records.stream())
        .filter(record -> record.sequence() > lowWater)
        .sorted(Comparator.comparingLong(KeyedRecord::sequence))
        .toList();
  }

  /// What readers that may still come see of each key, found as a reader finds it: the newest
  /// segment first, down to a whole value.
  List<String> states() {
    List<KeyedRecord> unread = unread();
    Set<Long> readers = new TreeSet<>();
    readers.add(lowWater);
    for (int i = 0; i < unread.size(); i += 1 + unread.size() / READERS_MAX) {
      readers.add(unread.get(i).sequence());
    }
    List<String> states = new ArrayList<>();
    for (Key key : keys) {
      List<Segment> holders = new ArrayList<>(segments);
      holders.removeIf(each -> !each.byKey.containsKey(key));
      holders.sort(
          Comparator.comparingInt((Segment each) -> each.level)
              .thenComparing(
                  each -> each.records.getFirst().sequence(), Comparator.reverseOrder()));
      for (long reader : readers) {
        states.add(key + " at " + reader + ": " + value(key, reader, holders));
      }
    }
    return states;
  }

  private static @Nullable String value(Key key, long reader, List<Segment> newestFirst) {
    List<byte[]> patches = new ArrayList<>();
    for (Segment holder : newestFirst) {
      List<KeyedRecord> versions = new ArrayList<>(holder.byKey.getOrDefault(key, List.of()));
      versions.sort(KeyedRecord::compareInSegment);
      for (KeyedRecord version : versions) {
        if (version.sequence() > reader) {
          continue;
        }
        if (version.isWhole()) {
          boolean gone = version.kind() == KeyedRecord.Kind.TOMBSTONE;
          return value(gone ? null : version.value(), patches);
        }
        patches.add(version.value());
      }
    }
    return value(null, patches);
  }

  private static @Nullable String value(byte @Nullable [] base, List<byte[]> newestFirst) {
    if (newestFirst.isEmpty()) {
      return base == null ? null : text(base);
    }
    return text(CONCATENATION.apply(base, newestFirst.reversed()));
  }

  /// Carries out a plan, as the real thing does.
  void carryOut(CompactionPlan plan) {
    List<Segment> inputs = byIds(plan.inputs());
    List<Segment> witnesses = byIds(plan.witnesses());
    List<Segment> others = new ArrayList<>(segments);
    others.removeAll(inputs);
    assertFalse(inputs.contains(active), "the active segment is an input");
    assertFalse(witnesses.contains(active), "the active segment is a witness");
    List<SegmentStats> older =
        others.stream()
            .filter(each -> !each.records.isEmpty())
            .map(each -> statsOf(each, each == active))
            .filter(each -> inputs.stream().anyMatch(in -> each.olderThan(statsOf(in, false))))
            .toList();
    List<KeyedRecord> kept = new ArrayList<>();
    KeyFold fold =
        new KeyFold(
            lowWater,
            key -> older.stream().anyMatch(each -> each.mayHold(key)),
            patching,
            kept::add);
    List<KeyedRecord> all = new ArrayList<>();
    Set<KeyedRecord> testimony = Collections.newSetFromMap(new IdentityHashMap<>());
    inputs.forEach(input -> all.addAll(input.records));
    witnesses.forEach(witness -> testimony.addAll(witness.records));
    all.addAll(testimony);
    all.sort(KeyedRecord::compareInSegment);
    read += all.stream().mapToLong(ModelLog::bytes).sum();
    all.forEach(record -> fold.take(record, testimony.contains(record)));
    fold.finish();
    rewritten += kept.stream().mapToLong(ModelLog::bytes).sum();
    segments.removeAll(inputs);
    segments.addAll(outputs(kept, plan));
  }

  private List<Segment> outputs(List<KeyedRecord> kept, CompactionPlan plan) {
    List<Segment> outputs = new ArrayList<>();
    long bytes = 0;
    @Nullable Key last = null;
    for (KeyedRecord record : kept) {
      Key before = last;
      boolean cut =
          before != null
              && plan.outputLevel() > 0
              && !before.equals(record.key())
              && (bytes >= segmentBytes
                  || plan.cuts().stream()
                      .anyMatch(at -> before.compareTo(at) < 0 && at.compareTo(record.key()) <= 0));
      if (before == null || cut) {
        outputs.add(new Segment(nextId++, plan.outputLevel()));
        bytes = 0;
      }
      outputs.getLast().add(record);
      bytes += bytes(record);
      last = record.key();
    }
    return outputs;
  }

  void checkShape() {
    List<SegmentStats> stats = stats();
    for (SegmentStats one : stats) {
      for (SegmentStats other : stats) {
        if (one.id() != other.id() && one.level() == other.level()) {
          boolean apart =
              one.level() > 0
                  ? !one.overlaps(other)
                  : one.maxSequence() < other.minSequence()
                      || other.maxSequence() < one.minSequence();
          assertTrue(apart, one + " and " + other);
        }
      }
    }
  }

  private List<Segment> byIds(List<Long> ids) {
    List<Segment> found = segments.stream().filter(each -> ids.contains(each.id)).toList();
    assertEquals(ids.size(), found.size(), "a plan names a segment that there is, once");
    return found;
  }

  private static SegmentStats statsOf(Segment segment, boolean active) {
    List<KeyedRecord> records = segment.records;
    long bytes = segment.bytes;
    return new SegmentStats(
        segment.id,
        segment.level,
        bytes,
        records.size(),
        records.stream().filter(each -> each.kind() == KeyedRecord.Kind.TOMBSTONE).count(),
        Math.min(segment.dead, bytes),
        records.stream().mapToLong(KeyedRecord::sequence).min().orElseThrow(),
        records.stream().mapToLong(KeyedRecord::sequence).max().orElseThrow(),
        records.stream().mapToLong(KeyedRecord::nanos).min().orElseThrow(),
        records.stream().mapToLong(KeyedRecord::nanos).max().orElseThrow(),
        records.stream().map(KeyedRecord::key).min(Key::compareTo).orElseThrow(),
        records.stream().map(KeyedRecord::key).max(Key::compareTo).orElseThrow(),
        active);
  }

  static long bytes(KeyedRecord record) {
    return (long) RECORD_BYTES + record.key().bytes().length + record.value().length;
  }

  static Key key(String name) {
    return new Key(name.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
