package dev.dcore.sim.persistence.log;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.log.Inspection;
import dev.dcore.kernel.persistence.log.LogRecord;
import dev.dcore.kernel.persistence.log.Recovered;
import dev.dcore.kernel.persistence.log.SyncPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a log was asked for and what it acknowledged, through all lives of one data directory, and
/// what must hold of it when it is opened:
///
/// - every acknowledged record is there, and none that was dropped is;
/// - sequences have no gap, and each has the record that was appended there, byte for byte;
/// - of what was not acknowledged, a first part is there and the rest is not;
/// - each stream begins and ends where its records and truncations up to the last one say;
/// - what a recovery found counts as acknowledged from then on, so the next one finds it as well.
public final class LogHistory {
  /// What a record is.
  enum Kind {
    DATA,
    SUFFIX_TRUNCATED,
    PREFIX_TRUNCATED
  }

  /// One record as it was asked for.
  ///
  /// @param index of data its own; of a truncated suffix the first that is void; of a prefix the
  ///   last that is dropped
  /// @param known how far it was known to be synced when it was asked for
  record Asked(long sequence, Kind kind, int stream, long index, byte[] bytes, long known) {}

  /// From its first index through its last.
  record Alive(long first, long last) {}

  private final SyncPolicy policy;
  private final List<Asked> asked = new ArrayList<>();
  private @Nullable Inspection inspected;
  private long acknowledged;
  private long synced;

  /// @param policy what an acknowledgement means
  public LogHistory(SyncPolicy policy) {
    this.policy = policy;
  }

  long acknowledged() {
    return acknowledged;
  }

  /// How many records there may be.
  long last() {
    return asked.size();
  }

  Asked at(long sequence) {
    return asked.get((int) sequence - 1);
  }

  void onAsked(long sequence, Kind kind, int stream, long index, byte[] bytes) {
    require(
        sequence == asked.size() + 1,
        "the record after " + asked.size() + " would have sequence " + sequence);
    asked.add(new Asked(sequence, kind, stream, index, bytes, known()));
  }

  void onAcknowledged(long through) {
    require(
        through > acknowledged && through <= asked.size(),
        "acknowledged " + through + " after " + acknowledged + " of " + asked.size());
    acknowledged = through;
  }

  /// The log says that it wrote nothing after this sequence.
  void onNotWritten(long through) {
    require(through >= acknowledged, "acknowledged " + acknowledged + ", wrote " + through);
    cut(through);
  }

  /// The power went; of a log that acknowledges what is not synced, only what a recovery found is
  /// sure.
  void onPowerLost() {
    acknowledged = known();
  }

  /// The log knows for sure that it is synced up to here.
  private long known() {
    return policy.acknowledgesSynced() ? acknowledged : synced;
  }

  /// A part of the tail rotted away that was not known to be synced, and the log says so.
  void onRotten(Recovered found) {
    acknowledged = Math.min(acknowledged, found.lastSequence());
  }

  /// It was opened.
  void onOpened(Recovered found) {
    long last = found.lastSequence();
    require(
        last >= acknowledged,
        "record " + (last + 1) + " was acknowledged and is gone" + said(found));
    require(last <= asked.size(), "record " + last + " was never appended");
    requireStart(found);
    cut(last);
    acknowledged = last;
    synced = last;
  }

  /// Somebody looked at the files, before they were damaged.
  void onInspected(Inspection found) {
    inspected = found;
  }

  Inspection inspected() {
    return Invariant.present(inspected, "somebody looked before the damage");
  }

  /// It was opened and cannot be written to: it may not show what it cannot make durable.
  void onOpenedReadOnly(Recovered found) {
    require(found.lastSequence() <= asked.size(), "it has more than was ever appended");
  }

  private void requireStart(Recovered found) {
    Map<Integer, Alive> streams = streams(found.lastSequence());
    for (Asked each : asked.subList(0, (int) found.lastSequence())) {
      Alive alive = streams.getOrDefault(each.stream(), new Alive(1, 0));
      boolean needed =
          each.kind() == Kind.DATA && each.index() >= alive.first() && each.index() <= alive.last();
      require(
          !needed || each.sequence() >= found.firstSequence(),
          "record " + each.sequence() + " is needed and is gone" + said(found));
    }
  }

  /// What each stream must look like when this record is the last one.
  Map<Integer, Alive> streams(long last) {
    Map<Integer, Alive> streams = new TreeMap<>();
    for (Asked each : asked.subList(0, (int) last)) {
      streams.compute(each.stream(), (_, alive) -> after(each, alive));
    }
    return streams;
  }

  private static Alive after(Asked each, @Nullable Alive before) {
    Alive alive = before == null ? new Alive(each.index(), each.index() - 1) : before;
    return switch (each.kind()) {
      case DATA -> new Alive(alive.first(), each.index());
      case SUFFIX_TRUNCATED -> new Alive(alive.first(), Math.min(alive.last(), each.index() - 1));
      case PREFIX_TRUNCATED ->
          new Alive(
              Math.max(alive.first(), Math.min(each.index(), alive.last()) + 1), alive.last());
    };
  }

  /// All that a reader got, from a sequence on.
  ///
  /// @param last as far as the log says that it goes
  void onRead(long from, long last, List<LogRecord> read) {
    Map<Integer, Alive> streams = streams(last);
    List<LogRecord> left = new ArrayList<>(read);
    for (Asked each : asked.subList((int) Math.min(from - 1, last), (int) last)) {
      boolean dropped =
          each.kind() == Kind.PREFIX_TRUNCATED
              || (each.kind() == Kind.DATA
                  && each.index() < streams.getOrDefault(each.stream(), new Alive(1, 0)).first());
      if (!dropped) {
        require(!left.isEmpty(), "record " + each.sequence() + " cannot be read");
        requireSame(each, left.removeFirst());
      }
    }
    require(left.isEmpty(), () -> "record " + left.getFirst().sequence() + " came back");
  }

  /// What a reader got while the log is written: nothing that is not acknowledged.
  void onTail(List<LogRecord> read) {
    long before = 0;
    for (LogRecord record : read) {
      require(
          record.sequence() > before && record.sequence() <= acknowledged,
          () -> "record " + record.sequence() + " was read, and " + acknowledged + " acknowledged");
      before = record.sequence();
      requireSame(at(record.sequence()), record);
    }
  }

  private static void requireSame(Asked each, LogRecord record) {
    boolean same =
        record.sequence() == each.sequence()
            && record.stream() == each.stream()
            && record.index() == each.index()
            && record.truncation() == (each.kind() == Kind.SUFFIX_TRUNCATED)
            && Arrays.equals(record.bytes(), each.bytes());
    require(
        same,
        () ->
            "record "
                + each.sequence()
                + " is not what was appended: "
                + record.sequence()
                + " of stream "
                + record.stream()
                + " at "
                + record.index()
                + " with "
                + record.bytes().length
                + " bytes");
  }

  private void cut(long last) {
    asked.subList((int) last, asked.size()).clear();
  }

  private static String said(Recovered found) {
    return found.truncated().isEmpty()
        ? ""
        : "; reported as truncated: " + found.truncated().getFirst();
  }

  static void require(boolean holds, String broken) {
    if (!holds) {
      throw new AssertionError(broken);
    }
  }

  private static void require(boolean holds, Supplier<String> broken) {
    if (!holds) {
      throw new AssertionError(broken.get());
    }
  }
}
