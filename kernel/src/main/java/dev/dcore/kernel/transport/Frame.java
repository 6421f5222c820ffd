package dev.dcore.kernel.transport;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.Slice;
import dev.dcore.kernel.identity.NodeId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// What every datagram and every stream frame looks like.
///
/// ```text
/// offset
///  0  u32  length       of the whole frame, this field and the tag included
///  4  u8   magic        0xDC
///  5  u8   version      1
///  6  u8   type         of the body's message (see Messages)
///  7  u8   key          which key sealed it; 0 while there are none
///  8  u32  cluster      CRC32C of the cluster's label
/// 12  u32  checksum     CRC32C of everything else but the tag
/// 16  u32  boot         the sender's boot number
/// 20  u64  counter      grows with every frame of a boot: nonce and replay window, later
/// 28  u128 sender       the sender's node id
/// 44  ...  body         one message, as its codec wrote it
///  n  u128 tag          datagrams only: the authentication tag; zero while there are no keys
/// ```
///
/// Big endian. All but the body is fixed from the first version on, so that keys come without a new
/// format. A version that is not known is refused; unknown fields inside a body are skipped.
///
/// @param type the code of the message in the body
/// @param cluster [#clusterCode] of the label
/// @param sender who sent it, or [NodeId#NONE]
/// @param boot the sender's boot number
/// @param counter the sender's frame counter
/// @param body the encoded message, in an array with room for the rest of the frame around it: so
///   that a frame is one array from the codec to the network
public record Frame(int type, int cluster, NodeId sender, long boot, long counter, Slice body) {
  public static final int HEADER_BYTES = 44;
  public static final int TAG_BYTES = 16;
  private static final int MAGIC = 0xDC;
  private static final int VERSION = 1;
  private static final int CHECKSUM_OFFSET = 12;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /// The room that a datagram leaves for its body.
  public static final int DATAGRAM_BODY_BYTES_MAX =
      Transport.DATAGRAM_BYTES_MAX - HEADER_BYTES - TAG_BYTES;

  /// The room that a stream frame leaves for its body.
  public static final int STREAM_BODY_BYTES_MAX = Transport.STREAM_FRAME_BYTES_MAX - HEADER_BYTES;

  /// How a cluster's label stands in a header.
  public static int clusterCode(String label) {
    CRC32C crc = new CRC32C();
    crc.update(label.getBytes(StandardCharsets.UTF_8));
    return (int) crc.getValue();
  }

  /// Completes the array that the body stands in: it has to have [#HEADER_BYTES] before the body
  /// and [#TAG_BYTES] behind it.
  public byte[] toDatagram() {
    Invariant.check(
        body.length() <= DATAGRAM_BODY_BYTES_MAX, "a datagram's body is not larger than fits");
    return complete(TAG_BYTES);
  }

  /// Completes the array that the body stands in: it has to have [#HEADER_BYTES] before the body
  /// and nothing behind it.
  public byte[] toStreamFrame() {
    Invariant.check(
        body.length() <= STREAM_BODY_BYTES_MAX, "a stream frame's body is not larger than fits");
    return complete(0);
  }

  /// @throws MalformedFrame when the bytes are not exactly one datagram
  public static Frame ofDatagram(byte[] bytes) throws MalformedFrame {
    if (bytes.length > Transport.DATAGRAM_BYTES_MAX) {
      throw new MalformedFrame("datagram of " + bytes.length + " bytes");
    }
    return decode(bytes, TAG_BYTES);
  }

  /// @throws MalformedFrame when the bytes are not exactly one stream frame
  public static Frame ofStreamFrame(byte[] bytes) throws MalformedFrame {
    if (bytes.length > Transport.STREAM_FRAME_BYTES_MAX) {
      throw new MalformedFrame("stream frame of " + bytes.length + " bytes");
    }
    return decode(bytes, 0);
  }

  private byte[] complete(int tagBytes) {
    byte[] bytes = body.bytes();
    Invariant.check(
        body.offset() == HEADER_BYTES && bytes.length == body.end() + tagBytes,
        "a body stands in the array of its frame");
    INTS.set(bytes, 0, bytes.length);
    bytes[4] = (byte) MAGIC;
    bytes[5] = (byte) VERSION;
    bytes[6] = (byte) type;
    INTS.set(bytes, 8, cluster);
    INTS.set(bytes, 16, (int) boot);
    LONGS.set(bytes, 20, counter);
    LONGS.set(bytes, 28, sender.high());
    LONGS.set(bytes, 36, sender.low());
    INTS.set(bytes, CHECKSUM_OFFSET, checksum(bytes, body.end()));
    return bytes;
  }

  private static Frame decode(byte[] bytes, int tagBytes) throws MalformedFrame {
    if (bytes.length < HEADER_BYTES + tagBytes) {
      throw new MalformedFrame("frame of only " + bytes.length + " bytes");
    }
    if ((int) INTS.get(bytes, 0) != bytes.length) {
      throw new MalformedFrame("length field does not match");
    }
    if ((bytes[4] & 0xFF) != MAGIC) {
      throw new MalformedFrame("magic byte does not match");
    }
    int version = bytes[5] & 0xFF;
    if (version != VERSION) {
      throw new MalformedFrame("frame version " + version + " is not known");
    }
    if (bytes[7] != 0) {
      throw new MalformedFrame("sealed with a key, and there are no keys here");
    }
    int end = bytes.length - tagBytes;
    if ((int) INTS.get(bytes, CHECKSUM_OFFSET) != checksum(bytes, end)) {
      throw new MalformedFrame("checksum does not match");
    }
    return new Frame(
        bytes[6] & 0xFF,
        (int) INTS.get(bytes, 8),
        new NodeId((long) LONGS.get(bytes, 28), (long) LONGS.get(bytes, 36)),
        Integer.toUnsignedLong((int) INTS.get(bytes, 16)),
        (long) LONGS.get(bytes, 20),
        new Slice(bytes, HEADER_BYTES, end - HEADER_BYTES));
  }

  private static int checksum(byte[] bytes, int end) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, CHECKSUM_OFFSET);
    crc.update(bytes, CHECKSUM_OFFSET + Integer.BYTES, end - CHECKSUM_OFFSET - Integer.BYTES);
    return (int) crc.getValue();
  }
}
