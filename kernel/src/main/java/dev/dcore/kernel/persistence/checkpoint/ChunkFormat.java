package dev.dcore.kernel.persistence.checkpoint;

import dev.dcore.kernel.persistence.state.ByteWrites;
import dev.dcore.kernel.persistence.state.OrderedView;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The bytes of a chunk: one key after another, in their order.
///
/// ```text
/// +------------+--------------+-----+-------+----
/// | key length | value length | key | value | …        lengths: 4 bytes, big endian
/// +------------+--------------+-----+-------+----
/// ```
///
/// The checksum is kept elsewhere, and covers the place as well, so that a chunk which the disk put
/// elsewhere is not taken for the one that belongs there.
public final class ChunkFormat {
  private static final int LENGTHS_BYTES = 8;

  private ChunkFormat() {}

  /// What was taken from a cursor.
  ///
  /// @param more whether the range goes on; the cursor is at its next key then
  public record Filled(byte[] bytes, int entries, byte[] firstKey, boolean more) {}

  /// Takes keys until the chunk is full.
  ///
  /// @param cursor at its first key to take
  /// @param bytesFull an entry that makes it longer is its last
  public static Filled fill(OrderedView.Cursor cursor, int bytesFull) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytesFull + (bytesFull >> 3));
    byte[] firstKey = cursor.key();
    int entries = 0;
    boolean more = true;
    while (more && out.size() < bytesFull) {
      byte[] key = cursor.key();
      byte[] value = cursor.value();
      byte[] lengths =
          ByteBuffer.allocate(LENGTHS_BYTES).putInt(key.length).putInt(value.length).array();
      out.writeBytes(lengths);
      out.writeBytes(key);
      out.writeBytes(value);
      entries++;
      more = cursor.next();
    }
    return new Filled(out.toByteArray(), entries, firstKey, more);
  }

  /// @return what is in it, or null when the bytes are not a chunk of so many keys
  public static @Nullable ByteWrites parse(ByteBuffer bytes, int entries) {
    ByteWrites writes = new ByteWrites();
    for (int i = 0; i < entries; i++) {
      if (bytes.remaining() < LENGTHS_BYTES) {
        return null;
      }
      int keyLength = bytes.getInt();
      int valueLength = bytes.getInt();
      boolean fits =
          keyLength >= 0
              && valueLength >= 0
              && keyLength <= bytes.remaining()
              && valueLength <= bytes.remaining() - keyLength;
      if (!fits) {
        return null;
      }
      byte[] key = new byte[keyLength];
      byte[] value = new byte[valueLength];
      bytes.get(key).get(value);
      writes.put(key, value);
    }
    return bytes.hasRemaining() || writes.size() != entries ? null : writes;
  }

  /// @param bytes what remains of it; left as it is
  public static int checksum(long file, long offset, ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(file).putLong(offset).flip());
    crc.update(bytes.duplicate());
    return (int) crc.getValue();
  }
}
