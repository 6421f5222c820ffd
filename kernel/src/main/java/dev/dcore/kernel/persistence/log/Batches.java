package dev.dcore.kernel.persistence.log;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.DiskOperation;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Group commit. What is appended while a sync is under way is gathered, and shares the next one.
/// When much of it has come, it is written at once, so that only the sync is left to do.
final class Batches {
  /// Batches in memory: one that gathers, one being written, and two that wait, so that a rotation
  /// does not hold up the callers at once.
  static final int BATCHES_MAX = 4;

  /// From this many bytes on, a batch is written while a sync is under way. Below that, the header
  /// and the call would cost more than the wait.
  private static final int WRITE_AHEAD_BYTES = 64 << 10;

  private final LogConfig config;
  private final Operations operations;
  private final IntFunction<ByteBuffer> memory;
  private final CRC32C crc = new CRC32C();
  private final GroupWait groupWait = new GroupWait();

  // Memory.
  private final ArrayDeque<Batch> free = new ArrayDeque<>();
  private @Nullable Batch large;
  private boolean largeFree = true;
  private int made;

  /// Not yet written; the last one takes more.
  private final ArrayDeque<Batch> waiting = new ArrayDeque<>();

  private final ArrayDeque<Batch> writing = new ArrayDeque<>();

  private @Nullable Segment tail;
  private long nextSequence;
  private long writeAsked;
  private long written;
  private boolean syncing;
  private long syncCovers;
  private long synced;
  private long marked;
  private long firstUnsyncedNanos;
  private long usedNanos;

  // Counts.
  private long records;
  private long payloadBytes;
  private long batches;
  private long writtenBytes;
  private long syncs;

  Batches(LogConfig config, Operations operations, IntFunction<ByteBuffer> memory) {
    this.config = config;
    this.operations = operations;
    this.memory = memory;
  }

  /// From now on, batches go to this segment.
  ///
  /// @param durable what the log holds, all of it synced
  void continueIn(Segment segment, long durable) {
    Invariant.check(quiet(), "a segment begins when those before it are synced");
    if (tail == null) {
      nextSequence = durable + 1;
      writeAsked = durable;
      written = durable;
      synced = durable;
    }
    tail = segment;
    marked = segment.header().durableThrough();
  }

  long nextSequence() {
    return nextSequence;
  }

  long written() {
    return written;
  }

  long synced() {
    return synced;
  }

  /// Nothing is being written or synced, and all that was written is synced.
  boolean quiet() {
    return writing.isEmpty() && !syncing && synced == writeAsked;
  }

  boolean gathered() {
    return !waiting.isEmpty();
  }

  /// Up to here, batches are sealed: what follows goes to later ones.
  long sealed() {
    return writeAsked;
  }

  boolean accepts(int length) {
    if (length > config.payloadBytesMax()) {
      return false;
    }
    Batch last = waiting.peekLast();
    if (last != null && last.fits(length)) {
      return true;
    }
    return small(length) ? !free.isEmpty() || made < BATCHES_MAX : largeFree;
  }

  private boolean small(int length) {
    return BatchHeader.BYTES + RecordFormat.bytes(length) <= config.batchBytes();
  }

  void append(int stream, RecordKind kind, long index, byte[] bytes, int offset, int length) {
    Batch batch = waiting.peekLast();
    if (batch == null || !batch.fits(length)) {
      batch = take(length);
      batch.begin(nextSequence);
      waiting.add(batch);
    }
    batch.put(stream, kind, index, bytes, offset, length);
    payloadBytes += length;
    nextSequence++;
  }

  private Batch take(int length) {
    if (!small(length)) {
      Invariant.check(largeFree, "one large record at a time");
      largeFree = false;
      if (large == null) {
        large = new Batch(memory.apply(config.batchBytesMax() + BatchHeader.BYTES));
      }
      return large;
    }
    Batch batch = free.poll();
    if (batch == null) {
      Invariant.check(made < BATCHES_MAX, "the log does not accept it");
      made++;
      batch = new Batch(memory.apply(config.batchBytes() + BatchHeader.BYTES));
    }
    return batch;
  }

  /// Writes and syncs what it is time for.
  ///
  /// @param all nothing more will come, or what is there has to be synced
  /// @return false when the segment has no room for the next batch
  boolean advance(long nowNanos, boolean all) {
    boolean room = true;
    while (room && !waiting.isEmpty() && (all || due(nowNanos, waiting.getFirst()))) {
      Batch next = waiting.getFirst();
      room = tail().fits(next.length());
      if (room) {
        waiting.remove();
        write(nowNanos, next);
      }
    }
    if (!syncing && writeAsked > synced && (all || !room || syncDue(nowNanos))) {
      sync(nowNanos);
    }
    return room;
  }

  private boolean due(long nowNanos, Batch first) {
    if (!syncing && groupWait.holds(nowNanos, nextSequence - 1 - writeAsked)) {
      return false;
    }
    boolean busy = config.policy().acknowledgesSynced() ? syncing : !writing.isEmpty();
    return !busy
        || waiting.size() > 1
        || first.length() >= Math.min(WRITE_AHEAD_BYTES, config.batchBytes() / 2);
  }

  private boolean syncDue(long nowNanos) {
    SyncPolicy policy = config.policy();
    return switch (policy.kind()) {
      case EVERY_APPEND -> true;
      case EVERY -> nowNanos - firstUnsyncedNanos >= policy.nanos();
      case OS -> false;
    };
  }

  private void write(long nowNanos, Batch batch) {
    if (writeAsked == (syncing ? syncCovers : synced)) {
      firstUnsyncedNanos = nowNanos;
    }
    usedNanos = nowNanos;
    Segment segment = tail();
    ByteBuffer bytes = batch.bytes();
    int length = bytes.position();
    bytes.limit(length);
    int checksum =
        BatchHeader.seal(
            bytes,
            crc,
            segment.header().identity().tag(),
            segment.ordinal(),
            Math.toIntExact(segment.end()),
            batch.records(),
            batch.firstSequence(),
            synced,
            segment.chain());
    marked = synced;
    long offset = segment.end();
    segment.add(length, checksum, batch.records(), bytes, BatchHeader.BYTES);
    bytes.limit(bytes.capacity());
    if (segment.header().recycled() && segment.fits(BatchHeader.BYTES)) {
      BatchHeader.blank(bytes);
    }
    writeAsked = Math.max(writeAsked, batch.lastSequence());
    writing.add(batch);
    records += batch.records();
    batches++;
    writtenBytes += bytes.position();
    bytes.flip();
    operations.ask(Operations.Part.BATCHES, new DiskOperation.Write(segment.file(), offset, bytes));
  }

  /// The oldest write is done.
  void onWritten() {
    Batch batch = writing.remove();
    written = Math.max(written, batch.lastSequence());
    if (batch == large) {
      largeFree = true;
    } else {
      free.add(batch);
    }
  }

  void onSynced(long nowNanos) {
    syncing = false;
    if (config.policy().acknowledgesSynced()) {
      groupWait.onSynced(nowNanos, syncCovers - synced, nextSequence - 1 - syncCovers);
    }
    synced = syncCovers;
  }

  /// Says in the log how far it is synced, unless the last batch said so.
  ///
  /// @return whether there was something to say, and room
  boolean mark(long nowNanos) {
    if (!markable()) {
      return false;
    }
    Batch batch = take(0);
    batch.begin(nextSequence);
    write(nowNanos, batch);
    return true;
  }

  /// Syncs what was written, also when that is but a mark, which no record needs.
  void sync(long nowNanos) {
    groupWait.onSync(nowNanos);
    syncing = true;
    syncs++;
    syncCovers = writeAsked;
    operations.ask(Operations.Part.SYNC, new DiskOperation.Sync(tail().file()));
  }

  LogCounts counts() {
    return new LogCounts(records, payloadBytes, batches, writtenBytes, syncs);
  }

  /// When a write or a sync is due though nothing more happens; the largest long when none is.
  long dueNanos() {
    SyncPolicy policy = config.policy();
    if (!waiting.isEmpty() && !syncing && groupWait.untilNanos() > 0) {
      return groupWait.untilNanos();
    }
    boolean waits = policy.kind() == SyncPolicy.Kind.EVERY && writeAsked > synced && !syncing;
    return waits ? firstUnsyncedNanos + policy.nanos() : Long.MAX_VALUE;
  }

  /// Whether there is a mark to write, and room for it.
  boolean markable() {
    return marked < synced && waiting.isEmpty() && tail().fits(BatchHeader.BYTES) && accepts(0);
  }

  /// When the last batch was written.
  long usedNanos() {
    return usedNanos;
  }

  /// Drops what was gathered and not written.
  void drop() {
    waiting.clear();
    nextSequence = writeAsked + 1;
  }

  Segment tail() {
    return Invariant.present(tail, "the log is open");
  }
}
