package dev.dcore.kernel.persistence.log;

import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.Protocol;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.DiskOperation;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The write-ahead log of one node: one sequence of records, which several streams share.
///
/// - Opening is a [Survey] of the directory and then a [FreshSegment], which repeats what nobody
///   knows to be synced.
/// - Appends are gathered into [Batches]; a record is acknowledged when it is as durable as the
///   [SyncPolicy] says.
/// - When a segment is full, all of it is synced before the next one begins, in a file that a
///   [Preparation] made ahead.
/// - When the truncation of a prefix is durable, segments that no stream needs become the files of
///   later ones.
///
/// The first write or sync that fails ends it: a second sync would say nothing about what the first
/// one lost (Rebello et al., USENIX ATC 2020).
public final class Log implements Protocol<LogInput, LogEffect> {
  /// A log that has nothing to do for so long says in its file how far it is synced, so that damage
  /// to its last records is known as such.
  private static final long MARK_AFTER_NANOS = 100_000_000;

  private enum Stage {
    NEW,
    SURVEYING,
    MAKING,
    OPEN,
    ROTATING,
    READ_ONLY,
    STOPPED,
    CLOSED
  }

  /// The truncation of a prefix that is not durable yet.
  private record Drop(long sequence, long start) {}

  private final LogConfig config;
  private final IntFunction<ByteBuffer> memory;
  private final Operations operations = new Operations();
  private final Batches batches;
  private final Preparation preparation;
  private final ArrayDeque<Drop> drops = new ArrayDeque<>();

  private Stage stage = Stage.NEW;
  private @Nullable Survey survey;
  private @Nullable FreshSegment fresh;
  private List<Segment> segments = new ArrayList<>();
  private StreamTable streams = new StreamTable();
  private long start = 1;
  private long acknowledged;
  private boolean headerWritten;
  private boolean retried;
  private @Nullable Segment begun;
  private boolean closing;
  private boolean inspecting;
  private boolean closeMarked;
  private long wakeAtNanos = Long.MAX_VALUE;

  /// @param memory of the disk: [dev.dcore.kernel.persistence.Disk#buffer]
  public Log(LogConfig config, IntFunction<ByteBuffer> memory) {
    this.config = config;
    this.memory = memory;
    this.batches = new Batches(config, operations, memory);
    this.preparation = new Preparation(config, operations);
  }

  /// The sequence of the next record that is appended.
  public long nextSequence() {
    return batches.nextSequence();
  }

  /// Records up to here are in batches that are written or being written; later ones will be in
  /// others.
  public long sealed() {
    return batches.sealed();
  }

  /// All up to here is as durable as the policy says.
  public long acknowledged() {
    return acknowledged;
  }

  /// What it did since it was opened.
  public LogCounts counts() {
    return batches.counts();
  }

  /// The first sequence that it still has.
  public long start() {
    return start;
  }

  /// The segment that holds a sequence; null when none does.
  @Nullable Segment segment(long sequence) {
    for (Segment segment : segments.reversed()) {
      if (segment.firstSequence() <= sequence) {
        return sequence < segment.nextSequence() ? segment : null;
      }
    }
    return null;
  }

  /// Of one file.
  int segmentBytes() {
    return config.segmentBytes();
  }

  /// The first index of a stream that is not truncated.
  public long firstIndex(int stream) {
    return streams.first(stream);
  }

  /// The last index of a stream; 0 when it has none.
  public long lastIndex(int stream) {
    return streams.last(stream);
  }

  /// Whether a record of this length can be appended now. When not, it can be after a later
  /// [LogEffect.Acknowledged], or never again.
  public boolean accepts(int stream, int length) {
    return appendable() && batches.accepts(length) && (streams.knows(stream) || streams.hasRoom());
  }

  /// As [#accepts], for the truncation of a stream that has records.
  public boolean acceptsTruncation(int stream) {
    return appendable() && streams.knows(stream) && batches.accepts(streams.bytes());
  }

  /// Whether a stream ever had a record.
  public boolean knows(int stream) {
    return streams.knows(stream);
  }

  /// The largest payload of a record.
  public int recordBytesMax() {
    return config.payloadBytesMax();
  }

  /// Whether anything will ever be appended again.
  public boolean appendable() {
    return (stage == Stage.OPEN || stage == Stage.ROTATING) && !closing;
  }

  @Override
  public void step(long nowNanos, LogInput input, Effects<LogEffect> effects) {
    operations.begin(effects);
    try {
      switch (input) {
        case LogInput.Open(LogIdentity identity, boolean adopt) -> onOpen(identity, adopt);
        case LogInput.Inspect _ -> onInspect();
        case LogInput.Append append -> onAppend(append);
        case LogInput.TruncateSuffix(int stream, long from) -> onTruncateSuffix(stream, from);
        case LogInput.TruncatePrefix(int stream, long through) -> onTruncatePrefix(stream, through);
        case LogInput.Disk(DiskEvent event) -> onDisk(nowNanos, event);
        case LogInput.Wake _ -> onWake(nowNanos);
        case LogInput.Close _ -> closing = true;
      }
      advance(nowNanos);
    } finally {
      operations.end();
    }
  }

  private void onOpen(LogIdentity identity, boolean adopt) {
    Invariant.check(stage == Stage.NEW, "a log is opened once");
    stage = Stage.SURVEYING;
    survey = new Survey(config, operations, memory, identity, adopt);
    survey.begin();
  }

  private void onInspect() {
    Invariant.check(stage == Stage.NEW, "a log is opened once");
    stage = Stage.SURVEYING;
    inspecting = true;
    survey = new Survey(config, operations, memory, null, true);
    survey.begin();
  }

  private void onAppend(LogInput.Append append) {
    int stream = append.stream();
    Invariant.check(stream >= 0 && stream <= 0xffff, "a stream's number has two bytes");
    Invariant.check(accepts(stream, append.length()), "the log does not accept it");
    long next = streams.last(stream) + 1;
    long index = append.index() == 0 ? next : append.index();
    boolean begins = !streams.knows(stream) || (streams.empty(stream) && index > next);
    Invariant.check(index > 0 && (index == next || begins), "indexes have no gaps");
    streams.data(stream, index);
    batches.append(
        stream, RecordKind.DATA, index, append.bytes(), append.offset(), append.length());
  }

  private void onTruncateSuffix(int stream, long from) {
    Invariant.check(acceptsTruncation(stream), "the log does not accept it");
    Invariant.check(from >= streams.first(stream), "what is void was not dropped before");
    streams.truncateSuffix(stream, from);
    batches.append(stream, RecordKind.TRUNCATE_SUFFIX, from, new byte[0], 0, 0);
  }

  private void onTruncatePrefix(int stream, long through) {
    Invariant.check(acceptsTruncation(stream), "the log does not accept it");
    streams.truncatePrefix(stream, through);
    long from = start;
    for (Segment segment : segments) {
      from = Math.max(from, segment.firstSequence());
      if (!segment.droppable(streams)) {
        break;
      }
    }
    drops.add(new Drop(batches.nextSequence(), from));
    byte[] table = streams.encode(from);
    batches.append(stream, RecordKind.TRUNCATE_PREFIX, through, table, 0, table.length);
  }

  private void onDisk(long nowNanos, DiskEvent event) {
    Operations.Part part = operations.ended(event.ticket());
    switch (part) {
      case RECOVERY -> onRecovery(nowNanos, event);
      case PREPARATION -> {
        String failure = preparation.on(event);
        if (!failure.isEmpty()) {
          poison(failure);
        }
      }
      case BATCHES, SYNC, ROTATION -> {
        if (event instanceof DiskEvent.Failed(long _, String reason, boolean _)) {
          poison(reason);
        } else if (stage != Stage.STOPPED) {
          onDone(nowNanos, part);
        }
      }
      case REMOVAL -> {
        // A file that cannot be deleted is found again when the log is opened.
      }
    }
  }

  private void onDone(long nowNanos, Operations.Part part) {
    switch (part) {
      case BATCHES -> batches.onWritten();
      case SYNC -> {
        batches.onSynced(nowNanos);
        drop();
      }
      case ROTATION -> onHeader();
      case RECOVERY, PREPARATION, REMOVAL -> Invariant.check(false, "they have their own");
    }
    long through = config.policy().acknowledgesSynced() ? batches.synced() : batches.written();
    if (through > acknowledged) {
      acknowledged = through;
      operations.say(new LogEffect.Acknowledged(through));
    }
  }

  private void onRecovery(long nowNanos, DiskEvent event) {
    Survey looked = Invariant.present(survey, "the log is being opened");
    if (stage == Stage.SURVEYING) {
      looked.on(event);
      LogEffect failure = looked.failure();
      if (inspecting) {
        onInspected(looked);
        return;
      }
      if (failure != null) {
        stop(failure);
      } else if (looked.ended()) {
        stage = Stage.MAKING;
        fresh = new FreshSegment(config, operations, memory, looked);
        fresh.begin();
      }
    } else if (stage == Stage.MAKING) {
      FreshSegment making = Invariant.present(fresh, "a segment is being made");
      making.on(event);
      if (making.ended()) {
        onMade(nowNanos, looked, making);
      }
    }
  }

  private void onInspected(Survey looked) {
    if (looked.ended() && operations.idle()) {
      stage = Stage.STOPPED;
      closing = true;
      operations.say(new LogEffect.Inspected(looked.inspection()));
    }
  }

  private void onMade(long nowNanos, Survey looked, FreshSegment making) {
    DiskEvent.Failed failure = making.failure();
    if (failure != null && !failure.full()) {
      stop(new LogEffect.Refused(failure.reason()));
      return;
    }
    segments = new ArrayList<>(looked.segments().subList(0, looked.needed()));
    streams = looked.streams();
    long last = failure == null ? looked.last() : looked.durable();
    start = Math.min(looked.start(), last + 1);
    acknowledged = last;
    if (failure == null) {
      cutLast();
      segments.add(making.made());
      batches.continueIn(making.made(), last);
      keep(looked, making.reused());
      preparation.begin(nextFile());
      batches.mark(nowNanos);
      stage = Stage.OPEN;
    } else {
      stage = Stage.READ_ONLY;
    }
    operations.say(
        new LogEffect.Opened(
            new Recovered(
                Invariant.present(looked.identity(), "whoever opens a log says whose it is"),
                start,
                last,
                failure == null ? last - looked.durable() : 0,
                looked.truncated(),
                failure == null ? "" : failure.reason())));
    survey = null;
    fresh = null;
  }

  /// Gives back the room behind the last segment, in which nothing will be written any more.
  private void cutLast() {
    if (!segments.isEmpty() && segments.getLast().end() < segments.getLast().fileBytes()) {
      Segment last = segments.getLast();
      last.cut();
      operations.ask(
          Operations.Part.REMOVAL, new DiskOperation.Truncate(last.file(), last.fileBytes()));
    }
  }

  /// What is left of earlier lives becomes a later segment, or goes.
  private void keep(Survey looked, @Nullable Long taken) {
    for (long other : looked.leftovers()) {
      if (taken == null || other != taken) {
        String file = Segment.path(config.directory(), other);
        if (looked.bytes(other) < config.segmentBytes() || !preparation.keep(file)) {
          operations.ask(Operations.Part.REMOVAL, new DiskOperation.Delete(file));
        }
      }
    }
  }

  private String nextFile() {
    return Segment.path(config.directory(), batches.tail().ordinal() + 1);
  }

  private void onWake(long nowNanos) {
    wakeAtNanos = Long.MAX_VALUE;
    if (stage == Stage.OPEN
        && batches.quiet()
        && nowNanos - batches.usedNanos() >= MARK_AFTER_NANOS) {
      batches.mark(nowNanos);
    }
  }

  private void advance(long nowNanos) {
    if (stage == Stage.OPEN && !batches.advance(nowNanos, closing)) {
      stage = Stage.ROTATING;
    }
    if (stage == Stage.ROTATING) {
      rotate(nowNanos);
    }
    if (closing) {
      close(nowNanos);
    } else if (stage == Stage.OPEN) {
      wake();
    }
  }

  private void rotate(long nowNanos) {
    if (!batches.quiet()) {
      batches.advance(nowNanos, true);
      return;
    }
    if (begun != null) {
      return;
    }
    String full = preparation.full();
    if (full != null && !retried) {
      retried = true;
      preparation.retry();
    } else if (full != null) {
      batches.drop();
      drops.clear();
      stage = Stage.READ_ONLY;
      operations.say(new LogEffect.Full(batches.sealed(), full));
    } else if (preparation.ready()) {
      beginSegment();
    }
  }

  private void beginSegment() {
    Segment tail = batches.tail();
    SegmentHeader header =
        SegmentHeader.after(tail, start, batches.synced(), config, preparation.recycled());
    begun = new Segment(config.directory(), header, config.segmentBytes());
    headerWritten = false;
    operations.ask(
        Operations.Part.ROTATION,
        new DiskOperation.Write(preparation.file(), 0, header.image(memory)));
  }

  private void onHeader() {
    Segment segment = Invariant.present(begun, "a segment is being begun");
    if (!headerWritten) {
      headerWritten = true;
      operations.ask(Operations.Part.ROTATION, new DiskOperation.Sync(segment.file()));
      return;
    }
    begun = null;
    retried = false;
    segments.add(segment);
    batches.continueIn(segment, batches.synced());
    preparation.begin(nextFile());
    stage = Stage.OPEN;
  }

  /// Drops the segments before the start that the last durable truncation named.
  private void drop() {
    while (!drops.isEmpty() && drops.getFirst().sequence() <= batches.synced()) {
      start = Math.max(start, drops.removeFirst().start());
    }
    while (segments.size() > 1 && segments.get(1).firstSequence() <= start) {
      Segment dead = segments.removeFirst();
      if (dead.fileBytes() != config.segmentBytes() || !preparation.keep(dead.file())) {
        operations.ask(Operations.Part.REMOVAL, new DiskOperation.Delete(dead.file()));
      }
    }
  }

  private void wake() {
    long due = batches.dueNanos();
    if (batches.quiet() && batches.markable()) {
      due = Math.min(due, batches.usedNanos() + MARK_AFTER_NANOS);
    }
    if (due < wakeAtNanos) {
      wakeAtNanos = due;
      operations.say(new LogEffect.WakeAt(due));
    }
  }

  private void close(long nowNanos) {
    boolean done =
        switch (stage) {
          case NEW, READ_ONLY, STOPPED -> true;
          case OPEN -> closed(nowNanos);
          case SURVEYING, MAKING, ROTATING, CLOSED -> false;
        };
    if (done && operations.idle()) {
      stage = Stage.CLOSED;
      operations.say(new LogEffect.Closed());
    }
  }

  /// Whether all is synced, and the log says so.
  private boolean closed(long nowNanos) {
    if (batches.gathered() || !batches.quiet()) {
      return false;
    }
    if (!closeMarked) {
      closeMarked = true;
      if (batches.mark(nowNanos)) {
        batches.sync(nowNanos);
        return false;
      }
    }
    return true;
  }

  private void poison(String reason) {
    if (stage != Stage.STOPPED) {
      stop(new LogEffect.Poisoned(acknowledged, reason));
    }
  }

  private void stop(LogEffect why) {
    stage = Stage.STOPPED;
    operations.say(why);
  }
}
