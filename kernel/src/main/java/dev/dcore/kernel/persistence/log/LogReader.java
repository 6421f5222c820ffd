package dev.dcore.kernel.persistence.log;

import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.Protocol;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.DiskOperation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Reads a [Log] from a sequence on, and goes on as it grows. It sees nothing that is not
/// acknowledged, and checks every batch that it reads. Confined to the log's loop.
///
/// A reader that is slower than the truncation of the prefix finds the file gone or used again; it
/// is told what it missed, and goes on behind that.
public final class LogReader implements Protocol<ReaderInput, ReaderEffect> {
  /// Read at a time at least; a larger batch is read whole.
  private static final int CHUNK_BYTES = 256 << 10;

  private final Log log;
  private final IntFunction<ByteBuffer> memory;
  private final CRC32C crc = new CRC32C();
  private ByteBuffer area;
  private long next;
  private boolean reading;

  /// Where `next` is, as long as the segment is the same.
  private @Nullable Segment segment;

  private Segment.Place place = new Segment.Place(0, 0, 0);

  /// @param from the first sequence that it reads
  /// @param memory of the disk
  public LogReader(Log log, long from, IntFunction<ByteBuffer> memory) {
    Invariant.check(from > 0, "sequences begin at 1");
    this.log = log;
    this.next = from;
    this.memory = memory;
    this.area = memory.apply(Math.min(CHUNK_BYTES, log.segmentBytes()));
  }

  /// The sequence that it reads next.
  public long next() {
    return next;
  }

  @Override
  public void step(long nowNanos, ReaderInput input, Effects<ReaderEffect> effects) {
    switch (input) {
      case ReaderInput.Next _ -> {
        Invariant.check(!reading, "one read at a time");
        read(effects);
      }
      case ReaderInput.Disk(DiskEvent event) -> {
        Invariant.check(reading, "a read that nobody asked for");
        reading = false;
        onRead(event, effects);
      }
    }
  }

  private void read(Effects<ReaderEffect> effects) {
    if (next < log.start()) {
      next = log.start();
      segment = null;
      effects.add(new ReaderEffect.Dropped(next));
      return;
    }
    Segment at = next > log.acknowledged() ? null : log.segment(next);
    if (at == null) {
      effects.add(new ReaderEffect.AtEnd());
      return;
    }
    if (at != segment) {
      segment = at;
      place = at.place(next);
    }
    reading = true;
    int length = (int) Math.min(area.capacity(), at.end() - place.offset());
    effects.add(
        new ReaderEffect.Operation(
            new DiskOperation.Read(at.file(), place.offset(), area.slice(0, length))));
  }

  private void onRead(DiskEvent event, Effects<ReaderEffect> effects) {
    switch (event) {
      case DiskEvent.Filled(long _, int bytes) -> onFilled(bytes, effects);
      case DiskEvent.Failed(long _, String reason, boolean _) -> damaged(reason, effects);
      case DiskEvent.Done _, DiskEvent.Read _, DiskEvent.Listed _ ->
          Invariant.check(false, "it asked for a part of a file");
    }
  }

  private void onFilled(int bytes, Effects<ReaderEffect> effects) {
    Segment from = Invariant.present(segment, "it reads a segment");
    List<LogRecord> records = new ArrayList<>();
    String wrong = "";
    int at = 0;
    while (wrong.isEmpty() && place.sequence() <= log.acknowledged()) {
      if (bytes - at < BatchHeader.BYTES) {
        break;
      }
      BatchHeader header = BatchHeader.decode(area, at, crc);
      if (header == null) {
        wrong = "there is no batch";
      } else if (!follows(header, from)) {
        wrong = "the batch belongs elsewhere";
      } else if (header.bytes() > area.capacity()) {
        area = memory.apply(header.bytes());
        break;
      } else if (header.bytes() > bytes - at) {
        if (at > 0) {
          break;
        }
        // It is acknowledged and fits the area, so all of it was asked for.
        wrong = "the file ends";
      } else if (!header.bodyIntact(area, at, crc)) {
        wrong = "the records are not those of their checksum";
      } else if (header.lastSequence() > log.acknowledged()) {
        break;
      } else {
        take(header, at, records);
        at += header.bytes();
      }
    }
    if (!records.isEmpty()) {
      effects.add(new ReaderEffect.Records(records));
    } else if (!wrong.isEmpty()) {
      damaged(wrong, effects);
    } else if (at == 0 && bytes < BatchHeader.BYTES && place.sequence() <= log.acknowledged()) {
      damaged("the file ends", effects);
    } else {
      read(effects);
    }
  }

  private boolean follows(BatchHeader header, Segment from) {
    return header.log() == from.header().identity().tag()
        && header.ordinal() == from.ordinal()
        && header.offset() == place.offset()
        && header.firstSequence() == place.sequence()
        && header.previous() == place.chain();
  }

  private void take(BatchHeader header, int at, List<LogRecord> records) {
    int record = at + BatchHeader.BYTES;
    for (long sequence = header.firstSequence(); sequence <= header.lastSequence(); sequence++) {
      if (sequence >= next) {
        add(sequence, record, records);
      }
      record += RecordFormat.bytes(RecordFormat.length(area, record));
    }
    int chain = header.records() > 0 ? header.checksum() : place.chain();
    place = new Segment.Place(place.offset() + header.bytes(), header.lastSequence() + 1, chain);
    next = Math.max(next, place.sequence());
  }

  private void add(long sequence, int record, List<LogRecord> records) {
    int kind = RecordFormat.kind(area, record);
    int stream = RecordFormat.stream(area, record);
    long index = RecordFormat.index(area, record);
    boolean truncation = kind == RecordKind.TRUNCATE_SUFFIX.code();
    boolean data = kind == RecordKind.DATA.code();
    if (truncation || (data && index >= log.firstIndex(stream))) {
      byte[] bytes = new byte[RecordFormat.length(area, record)];
      area.get(record + RecordFormat.HEADER_BYTES, bytes);
      records.add(new LogRecord(sequence, stream, index, truncation, bytes));
    }
  }

  private void damaged(String reason, Effects<ReaderEffect> effects) {
    Segment from = Invariant.present(segment, "it reads a segment");
    segment = null;
    if (next < log.start()) {
      read(effects);
    } else {
      effects.add(new ReaderEffect.Damaged(from.file(), place.offset(), next, reason));
    }
  }
}
