package dev.dcore.kernel.persistence.log;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.DiskOperation;
import dev.dcore.kernel.persistence.log.SegmentDirectory.Entry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Finds out what a log's directory holds. It only reads.
///
/// 1. Every segment's header is read. A file without an intact header of its own has not begun,
///    unless a batch of its own is in it: then it is damaged.
/// 2. The tip is the newest segment that counts: one that recovery made counts when all that it
///    repeats is there. If it is not, and nothing says that it ever was, the crash was in that
///    recovery, and the segment before it has everything ([Attempt]).
/// 3. From the tip back, each header names the segment before it; each ends where the next begins.
/// 4. All of these are read in order, and every batch is checked. In all but the tip, damage is
///    corruption, since a segment begins when those before it are synced.
/// 5. What follows the last batch of the tip is searched for headers. The highest `durableThrough`
///    of all is what was synced for sure: when the log ends before that, it is corrupt there. What
///    it has beyond that is whole but may be nowhere but in the system's memory; what follows is a
///    torn write, and so is what an attempt read that is not there any more.
final class Survey {
  private enum Stage {
    HEADERS,
    TIP,
    BATCHES,
    ENDED
  }

  private final LogConfig config;
  private final Operations operations;
  private final IntFunction<ByteBuffer> memory;
  private final SegmentDirectory directory;

  private Stage stage = Stage.HEADERS;
  private @Nullable Entry candidate;
  private int next;
  private @Nullable SegmentScan scan;

  // What it finds.
  private final List<Segment> segments = new ArrayList<>();
  private final StreamTable streams = new StreamTable();
  private long start = 1;
  private long durable;
  private @Nullable LogEffect failure;

  /// Newest first.
  private final List<Attempt> attempts = new ArrayList<>();

  private final List<Recovered.Truncated> truncated = new ArrayList<>();

  /// @param expected whose log it should be; null when any will do
  /// @param adopt whether another id of the same cluster will do
  Survey(
      LogConfig config,
      Operations operations,
      IntFunction<ByteBuffer> memory,
      @Nullable LogIdentity expected,
      boolean adopt) {
    this.config = config;
    this.operations = operations;
    this.memory = memory;
    this.directory = new SegmentDirectory(config, operations, memory, expected, adopt);
  }

  void begin() {
    directory.begin();
  }

  boolean ended() {
    return stage == Stage.ENDED;
  }

  /// Why the log cannot be opened; null when it can.
  @Nullable LogEffect failure() {
    return failure;
  }

  /// Null when any would do and there is none.
  @Nullable LogIdentity identity() {
    return directory.identity();
  }

  /// The log, oldest segment first; none when there was no log.
  List<Segment> segments() {
    return segments;
  }

  /// Of [#segments], those that hold something that was synced for sure.
  int needed() {
    boolean tipNeeded = !segments.isEmpty() && segments.getLast().firstSequence() <= durable;
    return segments.isEmpty() || tipNeeded ? segments.size() : segments.size() - 1;
  }

  StreamTable streams() {
    return streams;
  }

  /// The first sequence that counts.
  long start() {
    return start;
  }

  /// Synced for sure.
  long durable() {
    return durable;
  }

  /// Whole and in order.
  long last() {
    return segments.isEmpty() ? 0 : segments.getLast().nextSequence() - 1;
  }

  List<Recovered.Truncated> truncated() {
    return truncated;
  }

  SegmentScan scan() {
    return Invariant.present(scan, "a survey that found a log has scanned it");
  }

  /// Of a file of the directory.
  long bytes(long ordinal) {
    return Invariant.present(directory.entries().get(ordinal), "a file that is there").bytes();
  }

  /// The ordinals of all files that are not part of the log, in ascending order.
  List<Long> leftovers() {
    List<Long> others = new ArrayList<>(directory.entries().keySet());
    segments.subList(0, needed()).forEach(segment -> others.remove(segment.ordinal()));
    return others;
  }

  /// Larger than any ordinal that a file is named or was begun with.
  long unusedOrdinal() {
    return directory.unusedOrdinal();
  }

  /// All of it, for people.
  Inspection inspection() {
    List<Inspection.SegmentFacts> facts = new ArrayList<>();
    for (Segment segment : segments) {
      facts.add(
          new Inspection.SegmentFacts(
              segment.file(),
              segment.ordinal(),
              segment.firstSequence(),
              segment.nextSequence() - 1,
              segment.end(),
              bytes(segment.ordinal()),
              segment.header().rewrittenThrough()));
    }
    List<String> others = new ArrayList<>();
    directory.entries().values().forEach(entry -> others.add(entry.path()));
    facts.forEach(segment -> others.remove(segment.file()));
    return new Inspection(identity(), start, durable, last(), facts, others, truncated, failure);
  }

  void on(DiskEvent event) {
    if (failure != null) {
      return;
    }
    if (event instanceof DiskEvent.Failed(long _, String reason, boolean _)) {
      refuse(reason);
    } else if (stage == Stage.HEADERS) {
      directory.on(event);
      String refused = directory.refused();
      if (refused != null) {
        refuse(refused);
      } else if (directory.ended()) {
        onHeaders();
      }
    } else if (event instanceof DiskEvent.Filled(long _, int bytes)) {
      scan().filled(bytes);
      goOn();
    } else {
      Invariant.check(false, "a survey only reads");
    }
  }

  private String path(long ordinal) {
    return Segment.path(config.directory(), ordinal);
  }

  private void onHeaders() {
    int largest = config.batchBytesMax();
    for (Entry entry : directory.entries().values()) {
      if (entry.header() != null) {
        largest = Math.max(largest, entry.header().batchBytesMax());
      }
    }
    long longest = 0;
    for (Entry entry : directory.entries().values()) {
      longest = Math.max(longest, entry.bytes());
    }
    scan = new SegmentScan(memory, (largest + 7) & -8, longest);
    stage = Stage.TIP;
    nextTip(directory.entries());
  }

  /// @param rest those that may still be the tip
  private void nextTip(NavigableMap<Long, Entry> rest) {
    segments.clear();
    if (rest.isEmpty()) {
      onNoTip();
      return;
    }
    Entry entry = rest.lastEntry().getValue();
    candidate = entry;
    if (!entry.begun()) {
      LogIdentity own = identity();
      scan()
          .search(
              entry.path(),
              entry.bytes(),
              own == null ? 0 : own.tag(),
              directory.anyIdentity(),
              entry.ordinal());
      goOn();
      return;
    }
    SegmentHeader header = Invariant.present(entry.header(), "it has begun");
    Segment segment = new Segment(config.directory(), header, entry.bytes());
    segments.add(segment);
    if (header.rewrittenThrough() < header.firstSequence()) {
      onTip(segment);
      return;
    }
    scan()
        .chain(
            segment,
            segment.place(header.firstSequence()),
            entry.bytes(),
            header.rewrittenThrough(),
            SegmentScan.Visitor.NOBODY);
    goOn();
  }

  /// An attempt repeats what was there when it began, so there is more than that.
  private void onNoTip() {
    if (attempts.isEmpty()) {
      onLineage();
    } else {
      stage = Stage.ENDED;
      failure = attempts.getFirst().corrupt();
    }
  }

  /// A candidate is searched, or as much of it as it repeats is read.
  private void onCandidate() {
    Entry entry = Invariant.present(candidate, "a candidate is read");
    NavigableMap<Long, Entry> rest = directory.entries().headMap(entry.ordinal(), false);
    if (!entry.begun()) {
      if (scan().headersBeyond() > 0) {
        corrupt(entry.path(), 0, scan().firstBeyond(), "its header is damaged");
      } else {
        nextTip(rest);
      }
      return;
    }
    Segment segment = segments.getFirst();
    SegmentHeader header = segment.header();
    if (scan().nextSequence() > header.rewrittenThrough()) {
      onTip(segment);
    } else if (scan().marks() > header.durableThrough()) {
      corrupt(entry.path(), scan().end(), scan().nextSequence(), scan().reason());
    } else {
      onAttempt(new Attempt(header, cut(segment, scan().nextSequence()), torn(header)));
    }
  }

  /// What an attempt repeats is deleted only when all of it was repeated, and was synced before
  /// that began.
  private void onAttempt(Attempt attempt) {
    SegmentHeader header = attempt.header();
    Entry repeated = directory.entries().get(header.repeats());
    if (repeated == null) {
      failure = attempt.corrupt();
      stage = Stage.ENDED;
    } else if (!repeated.begun()) {
      corrupt(repeated.path(), 0, header.firstSequence(), "its header is damaged");
    } else {
      attempts.add(attempt);
      nextTip(directory.entries().headMap(header.ordinal(), false));
    }
  }

  /// Whether there is anything behind the last batch that was read.
  private boolean torn(SegmentHeader header) {
    return !scan().endIsBlank()
        || scan().headersBeyond() > 0
        || (!header.recycled() && scan().bytesBeyond() > 0);
  }

  private Recovered.Truncated cut(Segment segment, long sequence) {
    return new Recovered.Truncated(
        segment.file(), scan().end(), sequence, scan().bytesBeyond(), orBlank(scan().reason()));
  }

  private void onTip(Segment tip) {
    SegmentHeader header = tip.header();
    for (SegmentHeader at = header; at.firstSequence() > 1; ) {
      Entry before = directory.entries().get(at.previous());
      if (before == null || !before.begun()) {
        break;
      }
      at = Invariant.present(before.header(), "it has begun");
      segments.addFirst(new Segment(config.directory(), at, before.bytes()));
    }
    onLineage();
  }

  private void onLineage() {
    stage = Stage.BATCHES;
    next = 0;
    if (segments.isEmpty()) {
      onBatches();
    } else {
      nextBatches();
    }
  }

  private void nextBatches() {
    Segment segment = segments.get(next);
    long last =
        next + 1 < segments.size() ? segments.get(next + 1).firstSequence() - 1 : Long.MAX_VALUE;
    durable = Math.max(durable, segment.header().durableThrough());
    start = Math.max(start, segment.header().start());
    scan()
        .chain(
            segment,
            segment.place(segment.firstSequence()),
            bytes(segment.ordinal()),
            last,
            (header, buffer, at) -> onBatch(segment, header, buffer, at));
    goOn();
  }

  private void onBatch(Segment segment, BatchHeader header, ByteBuffer buffer, int at) {
    int record = at + BatchHeader.BYTES;
    segment.add(header.bytes(), header.checksum(), header.records(), buffer, record);
    for (int i = 0; i < header.records(); i++) {
      take(buffer, record);
      record += RecordFormat.bytes(RecordFormat.length(buffer, record));
    }
  }

  private void take(ByteBuffer buffer, int record) {
    int kind = RecordFormat.kind(buffer, record);
    int stream = RecordFormat.stream(buffer, record);
    if (kind == RecordKind.DATA.code()) {
      streams.data(stream, RecordFormat.index(buffer, record));
    } else if (kind == RecordKind.TRUNCATE_SUFFIX.code()) {
      streams.truncateSuffix(stream, RecordFormat.index(buffer, record));
    } else if (kind == RecordKind.TRUNCATE_PREFIX.code()) {
      start = Math.max(start, streams.decode(RecordFormat.payload(buffer, record)));
    }
  }

  private void onScanned() {
    Segment segment = segments.get(next);
    durable = Math.max(durable, scan().marks());
    next++;
    if (next == segments.size()) {
      onBatches();
      return;
    }
    Segment following = segments.get(next);
    if (segment.nextSequence() != following.firstSequence()) {
      corrupt(segment.file(), segment.end(), segment.nextSequence(), scan().reason());
    } else if (segment.chain() != following.header().chain()) {
      corrupt(
          following.file(), 0, following.firstSequence(), "it does not continue " + segment.file());
    } else {
      nextBatches();
    }
  }

  private void onBatches() {
    if (!segments.isEmpty()) {
      Segment first = segments.getFirst();
      Segment tip = segments.getLast();
      boolean torn = torn(tip.header());
      if (first.firstSequence() > start) {
        refuseIncomplete(first, tip, torn);
        return;
      }
      if (last() < durable) {
        String why = torn ? scan().reason() : "";
        corrupt(tip.file(), scan().end(), tip.nextSequence(), why);
        return;
      }
      if (torn) {
        truncated.add(cut(tip, tip.nextSequence()));
      }
      dropDead();
    }
    addAttempts();
    stage = Stage.ENDED;
  }

  /// What was torn in an attempt may be more than a crash during it left. What one read and is not
  /// there any more was not synced, or was damaged.
  private void addAttempts() {
    for (Attempt attempt : attempts) {
      if (attempt.torn()) {
        truncated.add(attempt.cut());
      }
    }
    for (Attempt attempt : attempts) {
      long read = attempt.header().rewrittenThrough();
      if (truncated.isEmpty() && read > last()) {
        long lost = attempt.header().repeats();
        boolean inTip = !segments.isEmpty() && lost == segments.getLast().ordinal();
        String why = "an earlier recovery read it through record " + read;
        truncated.add(
            new Recovered.Truncated(path(lost), inTip ? scan().end() : 0, last() + 1, 0, why));
      }
    }
  }

  /// A segment is not there that was needed when the last intact batch was written. When its file
  /// is gone as well, and the end of the log is not whole, it was dropped by a truncation that
  /// stood there, and that was synced first: the damage is at the end.
  private void refuseIncomplete(Segment first, Segment tip, boolean torn) {
    long missing = first.header().previous();
    Attempt blamed = Attempt.blamed(attempts, last());
    if (directory.entries().containsKey(missing)) {
      corrupt(path(missing), 0, start, "its header is damaged");
    } else if (blamed != null) {
      failure = blamed.corrupt();
      stage = Stage.ENDED;
    } else if (torn) {
      corrupt(tip.file(), scan().end(), tip.nextSequence(), scan().reason());
    } else if (!attempts.isEmpty()) {
      failure = attempts.getFirst().corrupt();
      stage = Stage.ENDED;
    } else {
      corrupt(path(missing), 0, start, "this segment is missing");
    }
  }

  /// A segment that was dropped may be back, when a crash came before its directory was synced.
  private void dropDead() {
    while (segments.size() > 1 && segments.get(1).firstSequence() <= start) {
      segments.removeFirst();
    }
  }

  /// Asks for what the scan wants next, or goes on when it has ended.
  private void goOn() {
    SegmentScan current = scan();
    while (current.wantsRead()) {
      ask(current.read());
    }
    if (!current.ended()) {
      return;
    }
    switch (stage) {
      case TIP -> onCandidate();
      case BATCHES -> onScanned();
      case HEADERS, ENDED -> Invariant.check(false, "a scan in stage " + stage);
    }
  }

  private void corrupt(String file, long offset, long sequence, String why) {
    stage = Stage.ENDED;
    failure = new LogEffect.Corrupt(file, offset, sequence, orBlank(why));
  }

  private void refuse(String reason) {
    stage = Stage.ENDED;
    failure = new LogEffect.Refused(reason);
  }

  private static String orBlank(String reason) {
    return reason.isEmpty() ? "there are zeros where a batch was" : reason;
  }

  private void ask(DiskOperation operation) {
    operations.ask(Operations.Part.RECOVERY, operation);
  }
}
