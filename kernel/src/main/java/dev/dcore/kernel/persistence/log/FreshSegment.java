package dev.dcore.kernel.persistence.log;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.DiskOperation;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Makes the segment that a log goes on with after it was opened, and repeats in it all that nobody
/// knows to be synced: that may have been read from the memory of a system that failed to write it,
/// and only writing it anew brings it to the disk.
///
/// It has an ordinal that was never used, since what an interrupted attempt left there would be
/// taken for its own. Its name is durable before anything in it, its header before its batches, and
/// nothing counts before all of it is. The segment that it repeats stays as it is. It continues the
/// last segment that holds something that was synced: of a later one, even the header may be lost.
final class FreshSegment {
  private enum Stage {
    RENAMING,
    SYNCING_NAME,
    RESERVING,
    SYNCING_ROOM,
    LOCATING,
    WRITING_HEADER,
    SYNCING_HEADER,
    COPYING,
    SYNCING,
    ENDED
  }

  private final LogConfig config;
  private final Operations operations;
  private final Survey survey;
  private final IntFunction<ByteBuffer> memory;
  private final CRC32C crc = new CRC32C();
  private final ArrayDeque<Integer> filled = new ArrayDeque<>();
  private final long ordinal;
  private final String file;
  private final @Nullable Segment tip;
  private final int batchBytesMax;
  private final long capacity;
  private final @Nullable Long reused;

  private Stage stage = Stage.RENAMING;
  private @Nullable Segment made;
  private @Nullable ByteBuffer copy;
  private boolean writing;
  private DiskEvent.@Nullable Failed failure;

  FreshSegment(
      LogConfig config, Operations operations, IntFunction<ByteBuffer> memory, Survey survey) {
    this.config = config;
    this.operations = operations;
    this.survey = survey;
    this.memory = memory;
    this.ordinal = survey.unusedOrdinal();
    this.file = Segment.path(config.directory(), ordinal);
    this.tip = survey.segments().isEmpty() ? null : survey.segments().getLast();
    this.batchBytesMax =
        Math.max(config.batchBytesMax(), tip == null ? 0 : tip.header().batchBytesMax());
    this.capacity =
        Math.max(
            config.segmentBytes(),
            SegmentHeader.BYTES + BatchHeader.BYTES + batchBytesMax + (repeats() ? tipBytes() : 0));
    this.reused = largest();
  }

  /// The file with the most room already, of those newer than the log: an older one may be needed
  /// still, when the truncation that dropped it is among what is repeated. One that a full disk cut
  /// short serves as well, and with what it takes the disk may stay full for ever.
  private @Nullable Long largest() {
    long newest = tip == null ? 0 : tip.ordinal();
    Long found = null;
    for (long other : survey.leftovers().reversed()) {
      if (other > newest && (found == null || survey.bytes(other) > survey.bytes(found))) {
        found = other;
      }
    }
    return found;
  }

  private boolean repeats() {
    return survey.last() > survey.durable();
  }

  private long tipBytes() {
    return tip == null ? 0 : tip.end();
  }

  void begin() {
    if (reused == null) {
      reserve();
    } else {
      ask(new DiskOperation.Rename(Segment.path(config.directory(), reused), file));
    }
  }

  boolean ended() {
    return stage == Stage.ENDED;
  }

  /// Null when the segment is made.
  DiskEvent.@Nullable Failed failure() {
    return failure;
  }

  /// The ordinal of the file that it took over.
  @Nullable Long reused() {
    return reused;
  }

  Segment made() {
    return Invariant.present(made, "the segment is made");
  }

  void on(DiskEvent event) {
    if (failure != null) {
      return;
    }
    switch (event) {
      case DiskEvent.Failed failed -> {
        failure = failed;
        stage = Stage.ENDED;
      }
      case DiskEvent.Done _ -> onDone();
      case DiskEvent.Filled(long _, int bytes) -> {
        filled.add(bytes);
        scan();
      }
      case DiskEvent.Read _, DiskEvent.Listed _ -> Invariant.check(false, "it lists no files");
    }
  }

  private void onDone() {
    switch (stage) {
      case RENAMING -> {
        stage = Stage.SYNCING_NAME;
        ask(new DiskOperation.SyncDirectory(config.directory()));
      }
      case SYNCING_NAME -> reserve();
      case RESERVING -> {
        stage = Stage.SYNCING_ROOM;
        ask(new DiskOperation.Sync(file));
        ask(new DiskOperation.SyncDirectory(config.directory()));
        if (!config.directory().isEmpty()) {
          ask(new DiskOperation.SyncDirectory(""));
        }
      }
      case SYNCING_ROOM -> {
        if (operations.idle()) {
          locate();
        }
      }
      case WRITING_HEADER -> {
        stage = Stage.SYNCING_HEADER;
        ask(new DiskOperation.Sync(file));
      }
      case SYNCING_HEADER -> copy();
      case COPYING -> {
        writing = false;
        scan();
      }
      case SYNCING -> stage = Stage.ENDED;
      case LOCATING, ENDED -> Invariant.check(false, "a completion in stage " + stage);
    }
  }

  private void reserve() {
    stage = Stage.RESERVING;
    ask(new DiskOperation.Reserve(file, capacity));
  }

  /// Finds where in the tip the records begin that are repeated.
  private void locate() {
    stage = Stage.LOCATING;
    Segment old = tip;
    if (old == null || !repeats()) {
      writeHeader(old == null ? 0 : old.chain());
      return;
    }
    long first = survey.durable() + 1;
    survey
        .scan()
        .chain(
            old,
            old.place(first),
            survey.bytes(old.ordinal()),
            survey.durable(),
            SegmentScan.Visitor.NOBODY);
    scan();
  }

  private void writeHeader(int chain) {
    stage = Stage.WRITING_HEADER;
    SegmentHeader header =
        new SegmentHeader(
            Invariant.present(survey.identity(), "whoever opens a log says whose it is"),
            ordinal,
            survey.durable() + 1,
            Math.min(survey.start(), survey.durable() + 1),
            survey.durable(),
            survey.last(),
            survey.needed() == 0 ? 0 : survey.segments().get(survey.needed() - 1).ordinal(),
            chain,
            batchBytesMax,
            capacity,
            repeats() ? Invariant.present(tip, "there is something to repeat").ordinal() : 0,
            reused != null);
    made = new Segment(config.directory(), header, capacity);
    ask(new DiskOperation.Write(file, 0, header.image(memory)));
  }

  private void copy() {
    if (!repeats()) {
      // Nothing follows the header, and that is synced.
      stage = Stage.ENDED;
      return;
    }
    stage = Stage.COPYING;
    Segment old = Invariant.present(tip, "there is something to repeat");
    copy = memory.apply(batchBytesMax + survey.scan().chunkBytes() + BatchHeader.BYTES);
    SegmentScan scan = survey.scan();
    Segment.Place from = new Segment.Place(scan.end(), survey.durable() + 1, scan.chain());
    scan.chain(old, from, survey.bytes(old.ordinal()), survey.last(), this::onBatch);
    scan();
  }

  private void onBatch(BatchHeader header, ByteBuffer buffer, int at) {
    if (header.records() == 0) {
      return;
    }
    ByteBuffer to = Invariant.present(copy, "there is room for a copy");
    Segment segment = made();
    ByteBuffer batch = to.slice(to.position(), header.bytes());
    batch.put(0, buffer, at, header.bytes());
    int checksum =
        BatchHeader.seal(
            batch,
            crc,
            segment.header().identity().tag(),
            segment.ordinal(),
            Math.toIntExact(segment.end()),
            header.records(),
            header.firstSequence(),
            survey.durable(),
            segment.chain());
    segment.add(header.bytes(), checksum, header.records(), batch, BatchHeader.BYTES);
    to.position(to.position() + header.bytes());
  }

  /// Takes what was read, unless the copy before is still being written.
  private void scan() {
    SegmentScan scan = survey.scan();
    while (!writing && !filled.isEmpty()) {
      scan.filled(filled.remove());
      write();
    }
    while (scan.wantsRead()) {
      ask(scan.read());
    }
    if (scan.ended() && !writing) {
      if (stage == Stage.LOCATING) {
        writeHeader(scan.chain());
      } else {
        onCopied();
      }
    }
  }

  private void onCopied() {
    if (made().nextSequence() != survey.last() + 1) {
      failure =
          new DiskEvent.Failed(
              0,
              Invariant.present(tip, "it was read").file()
                  + ": what was read once reads otherwise now");
      stage = Stage.ENDED;
      return;
    }
    stage = Stage.SYNCING;
    ask(new DiskOperation.Sync(file));
  }

  private void write() {
    ByteBuffer bytes = copy;
    if (bytes == null || bytes.position() == 0) {
      return;
    }
    int batches = bytes.position();
    BatchHeader.blank(bytes);
    int length = bytes.position();
    writing = true;
    ask(new DiskOperation.Write(file, made().end() - batches, bytes.slice(0, length)));
    bytes.clear();
  }

  private void ask(DiskOperation operation) {
    operations.ask(Operations.Part.RECOVERY, operation);
  }
}
