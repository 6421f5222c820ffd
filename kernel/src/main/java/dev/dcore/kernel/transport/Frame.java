package dev.dcore.kernel.transport;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.identity.NodeId;
import java.nio.ByteBuffer;
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
/// @param body the encoded message
public record Frame(int type, int cluster, NodeId sender, long boot, long counter, byte[] body) {
  public static final int HEADER_BYTES = 44;
  public static final int TAG_BYTES = 16;
  private static final int MAGIC = 0xDC;
  private static final int VERSION = 1;
  private static final int CHECKSUM_OFFSET = 12;

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

  public byte[] toDatagram() {
    Invariant.check(body.length <= DATAGRAM_BODY_BYTES_MAX, "a datagram's body is too large");
    return encode(TAG_BYTES);
  }

  public byte[] toStreamFrame() {
    Invariant.check(body.length <= STREAM_BODY_BYTES_MAX, "a stream frame's body is too large");
    return encode(0);
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

  private byte[] encode(int tagBytes) {
    int length = HEADER_BYTES + body.length + tagBytes;
    byte[] bytes = new byte[length];
    ByteBuffer.wrap(bytes)
        .putInt(length)
        .put((byte) MAGIC)
        .put((byte) VERSION)
        .put((byte) type)
        .put((byte) 0)
        .putInt(cluster)
        .putInt(0)
        .putInt((int) boot)
        .putLong(counter)
        .putLong(sender.high())
        .putLong(sender.low())
        .put(body)
        .putInt(CHECKSUM_OFFSET, checksum(bytes, length - tagBytes));
    return bytes;
  }

  private static Frame decode(byte[] bytes, int tagBytes) throws MalformedFrame {
    if (bytes.length < HEADER_BYTES + tagBytes) {
      throw new MalformedFrame("frame of only " + bytes.length + " bytes");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (buffer.getInt() != bytes.length) {
      throw new MalformedFrame("length field does not match");
    }
    if ((buffer.get() & 0xFF) != MAGIC) {
      throw new MalformedFrame("magic byte does not match");
    }
    int version = buffer.get() & 0xFF;
    if (version != VERSION) {
      throw new MalformedFrame("frame version " + version + " is not known");
    }
    int type = buffer.get() & 0xFF;
    if (buffer.get() != 0) {
      throw new MalformedFrame("sealed with a key, and there are no keys here");
    }
    int cluster = buffer.getInt();
    int end = bytes.length - tagBytes;
    if (buffer.getInt() != checksum(bytes, end)) {
      throw new MalformedFrame("checksum does not match");
    }
    long boot = Integer.toUnsignedLong(buffer.getInt());
    long counter = buffer.getLong();
    NodeId sender = new NodeId(buffer.getLong(), buffer.getLong());
    byte[] body = new byte[end - HEADER_BYTES];
    buffer.get(body);
    return new Frame(type, cluster, sender, boot, counter, body);
  }

  private static int checksum(byte[] bytes, int end) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, CHECKSUM_OFFSET);
    crc.update(bytes, CHECKSUM_OFFSET + Integer.BYTES, end - CHECKSUM_OFFSET - Integer.BYTES);
    return (int) crc.getValue();
  }
}
