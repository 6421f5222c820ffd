package dev.dcore.kernel.persistence.checkpoint;

import dev.dcore.kernel.base.Invariant;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What a checkpoint consists of.
///
/// ```text
/// offset  0       4         8            24        32         40      48       52
///         +-------+---------+------------+---------+----------+-------+--------+--------+----------+
///         | magic | version | owner (16) | ordinal | position | index | chunks | chunk… | checksum |
///         +-------+---------+------------+---------+----------+-------+--------+--------+----------+
///
/// chunk:  +--------+----------+----------+------------+-----------+------------+-----------+
///         | file 8 | offset 8 | length 4 | checksum 4 | entries 4 | key length | first key |
///         +--------+----------+----------+------------+-----------+------------+-----------+
/// ```
///
/// Big endian. The checksum (CRC32C, 4 bytes) covers all before it, and nothing comes after it.
///
/// @param ownerHigh with `ownerLow` the id of the node: a checkpoint copied from another is refused
/// @param ordinal checkpoints are numbered from 1; a number is not used twice
/// @param position of the state
/// @param index of the last entry of the log that is in it; the position and the index go on by the
///   same steps, and differ after a restore
/// @param chunks in the order of their keys
record Manifest(
    long ownerHigh, long ownerLow, long ordinal, long position, long index, List<Chunk> chunks) {
  private static final int MAGIC = 0x4443434B;
  private static final int VERSION = 1;
  private static final int HEADER_BYTES = 52;
  private static final int CHUNK_BYTES = 32;
  private static final int CHECKSUM_BYTES = 4;

  Manifest {
    Invariant.check(ordinal > 0 && position >= 0 && index >= 0, "a checkpoint has its numbers");
    chunks = List.copyOf(chunks);
  }

  byte[] encode() {
    int size = HEADER_BYTES + CHECKSUM_BYTES;
    for (Chunk chunk : chunks) {
      size += CHUNK_BYTES + chunk.firstKey().length;
    }
    ByteBuffer out =
        ByteBuffer.allocate(size)
            .putInt(MAGIC)
            .putInt(VERSION)
            .putLong(ownerHigh)
            .putLong(ownerLow)
            .putLong(ordinal)
            .putLong(position)
            .putLong(index)
            .putInt(chunks.size());
    for (Chunk chunk : chunks) {
      out.putLong(chunk.file())
          .putLong(chunk.offset())
          .putInt(chunk.length())
          .putInt(chunk.checksum())
          .putInt(chunk.entries())
          .putInt(chunk.firstKey().length)
          .put(chunk.firstKey());
    }
    return out.putInt(checksum(out.array(), size - CHECKSUM_BYTES)).array();
  }

  /// @return null when the bytes are not one whole manifest of this version
  static @Nullable Manifest decode(byte[] bytes) {
    int end = bytes.length - CHECKSUM_BYTES;
    if (end < HEADER_BYTES || ByteBuffer.wrap(bytes).getInt(end) != checksum(bytes, end)) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, end);
    if (in.getInt() != MAGIC || in.getInt() != VERSION) {
      return null;
    }
    try {
      return decodeRest(in);
    } catch (RuntimeException e) {
      return null; // Whole bytes with nonsense in them, which only a bug or an enemy writes.
    }
  }

  private static @Nullable Manifest decodeRest(ByteBuffer in) {
    long ownerHigh = in.getLong();
    long ownerLow = in.getLong();
    long ordinal = in.getLong();
    long position = in.getLong();
    long index = in.getLong();
    int count = in.getInt();
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long file = in.getLong();
      long offset = in.getLong();
      int length = in.getInt();
      int checksum = in.getInt();
      int entries = in.getInt();
      int keyLength = in.getInt();
      if (keyLength < 0 || keyLength > in.remaining()) {
        return null;
      }
      byte[] firstKey = new byte[keyLength];
      in.get(firstKey);
      chunks.add(new Chunk(file, offset, length, checksum, entries, firstKey));
    }
    return in.hasRemaining()
        ? null
        : new Manifest(ownerHigh, ownerLow, ordinal, position, index, chunks);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
