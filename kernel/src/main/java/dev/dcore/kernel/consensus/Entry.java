package dev.dcore.kernel.consensus;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// One entry of the log. Its bytes on the disk are its kind (1 byte), its term (8, big endian) and
/// its data; its index is that of the record.
///
/// @param data not modified by anybody
public record Entry(long index, long term, Kind kind, byte[] data) {
  /// What an entry takes beside its data.
  public static final int HEADER_BYTES = 9;

  /// What an entry is for. Codes are append-only.
  public enum Kind {
    /// For the state machine.
    COMMAND(0),
    /// The first of a leader's term, by which it learns what is committed (section 6.4).
    NOOP(1),
    /// Who votes from here on, as a [Configuration].
    CONFIGURATION(2),
    /// Stands for all entries up to it, which a snapshot holds; its data is the [Configuration].
    SNAPSHOT(3);

    private final byte code;

    Kind(int code) {
      this.code = (byte) code;
    }

    private static @Nullable Kind of(byte code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      return null;
    }
  }

  public int bytes() {
    return HEADER_BYTES + data.length;
  }

  /// As a record of the log.
  public byte[] payload() {
    return ByteBuffer.allocate(bytes()).put(kind.code).putLong(term).put(data).array();
  }

  /// @throws IllegalArgumentException when these are no bytes of an entry
  public static Entry of(long index, byte[] payload) {
    Kind kind = payload.length < HEADER_BYTES ? null : Kind.of(payload[0]);
    if (kind == null) {
      throw new IllegalArgumentException("record " + index + " is no entry of a consensus group");
    }
    ByteBuffer in = ByteBuffer.wrap(payload, 1, payload.length - 1);
    long term = in.getLong();
    byte[] data = new byte[in.remaining()];
    in.get(data);
    return new Entry(index, term, kind, data);
  }

  /// Tells two entries of one index and term apart, for checks of whole clusters.
  public int checksum() {
    CRC32C crc = new CRC32C();
    crc.update(kind.code);
    crc.update(data);
    return (int) crc.getValue();
  }
}
