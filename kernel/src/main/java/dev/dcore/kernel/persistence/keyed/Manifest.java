package dev.dcore.kernel.persistence.keyed;

import dev.dcore.kernel.persistence.compaction.Key;
import dev.dcore.kernel.persistence.compaction.SegmentStats;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which segments there are. A switch from one manifest to the next is one store of a
/// [dev.dcore.kernel.persistence.SlotPair], whose slots give the checksum and the order of stores.
///
/// ```text
/// version:4 | log high:8 | log low:8 | next id:8 | through:8 | count:4 | segment…        big endian
/// segment: id:8 | level:4 | checksum:4 | bytes:8 | records:8 | tombstones:8 | dead bytes:8 |
///          min sequence:8 | max sequence:8 | oldest nanos:8 | newest nanos:8 |
///          first key length:2 | first key | last key length:2 | last key
/// ```
///
/// Recovery: segments that it does not name are garbage of a crash, and one that it names and that
/// is not there is damage.
///
/// @param nextId above every id that was ever given out, so that none is used twice
/// @param through the last sequence that was added: also when its record is compacted away, so that
///   it is never given out again
record Manifest(LogIdentity log, long nextId, long through, List<KeyedSegment> segments) {
  /// Some hundred bytes a segment.
  static final int BYTES_MAX = 8 << 20;

  private static final int VERSION = 1;
  private static final int FIXED_BYTES = 40;
  private static final int SEGMENT_FIXED_BYTES = 84;

  Manifest {
    segments = List.copyOf(segments);
  }

  int bytes() {
    return FIXED_BYTES
        + segments.stream()
            .mapToInt(
                each ->
                    SEGMENT_FIXED_BYTES
                        + each.stats().firstKey().bytes().length
                        + each.stats().lastKey().bytes().length)
            .sum();
  }

  byte[] encode() {
    byte[] bytes = new byte[bytes()];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    buffer.putInt(VERSION).putLong(log.high()).putLong(log.low());
    buffer.putLong(nextId).putLong(through).putInt(segments.size());
    for (KeyedSegment segment : segments) {
      SegmentStats stats = segment.stats();
      buffer.putLong(stats.id()).putInt(stats.level()).putInt(segment.checksum());
      buffer.putLong(stats.bytes()).putLong(stats.records()).putLong(stats.tombstones());
      buffer.putLong(stats.deadBytes()).putLong(stats.minSequence()).putLong(stats.maxSequence());
      buffer.putLong(stats.oldestNanos()).putLong(stats.newestNanos());
      put(buffer, stats.firstKey());
      put(buffer, stats.lastKey());
    }
    return bytes;
  }

  /// @return null for bytes of another version, or of none
  static @Nullable Manifest decode(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      if (buffer.getInt() != VERSION) {
        return null;
      }
      LogIdentity log = new LogIdentity(buffer.getLong(), buffer.getLong());
      long nextId = buffer.getLong();
      long through = buffer.getLong();
      int count = buffer.getInt();
      List<KeyedSegment> segments = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        segments.add(segment(buffer));
      }
      return buffer.hasRemaining() ? null : new Manifest(log, nextId, through, segments);
    } catch (BufferUnderflowException | IllegalStateException e) {
      return null;
    }
  }

  private static KeyedSegment segment(ByteBuffer buffer) {
    long id = buffer.getLong();
    int level = buffer.getInt();
    int checksum = buffer.getInt();
    SegmentStats stats =
        new SegmentStats(
            id,
            level,
            buffer.getLong(),
            buffer.getLong(),
            buffer.getLong(),
            buffer.getLong(),
            buffer.getLong(),
            buffer.getLong(),
            buffer.getLong(),
            buffer.getLong(),
            key(buffer),
            key(buffer),
            false);
    return new KeyedSegment(stats, checksum);
  }

  private static void put(ByteBuffer buffer, Key key) {
    buffer.putShort((short) key.bytes().length).put(key.bytes());
  }

  private static Key key(ByteBuffer buffer) {
    byte[] bytes = new byte[Short.toUnsignedInt(buffer.getShort())];
    buffer.get(bytes);
    return new Key(bytes);
  }
}
