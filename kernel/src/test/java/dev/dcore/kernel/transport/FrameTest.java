package dev.dcore.kernel.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.Slice;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.wire.Golden;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameTest {
  private static final Frame FRAME =
      new Frame(
          7,
          Frame.clusterCode("dcore"),
          new NodeId(0x0123456789abcdefL, 0xfedcba9876543210L),
          3,
          0x1122334455667788L,
          Slice.of(new byte[] {1, 2, 3, 4, 5}));

  @Test
  void datagramBytesArePinned() throws Exception {
    Golden.check("frame-datagram", datagram(FRAME));
    assertSameFrame(FRAME, Frame.ofDatagram(Golden.read("frame-datagram")));
  }

  @Test
  void streamFrameBytesArePinned() throws Exception {
    Golden.check("frame-stream", streamFrame(FRAME));
    assertSameFrame(FRAME, Frame.ofStreamFrame(Golden.read("frame-stream")));
  }

  /// The tag is not covered: it authenticates what the checksum only checks.
  @Test
  void everySingleBitFlipOutsideTheTagIsDetected() {
    byte[] datagram = datagram(FRAME);
    for (int bit = 0; bit < (datagram.length - Frame.TAG_BYTES) * 8; bit++) {
      byte[] flipped = datagram.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThrows(MalformedFrame.class, () -> Frame.ofDatagram(flipped), "bit " + bit);
    }
  }

  @Test
  void everyTruncationAndExtensionIsDetected() {
    byte[] datagram = datagram(FRAME);
    byte[] stream = streamFrame(FRAME);
    for (int length = 0; length <= datagram.length + 1; length++) {
      int cut = length;
      if (length != datagram.length) {
        assertThrows(MalformedFrame.class, () -> Frame.ofDatagram(Arrays.copyOf(datagram, cut)));
      }
      if (length != stream.length) {
        assertThrows(MalformedFrame.class, () -> Frame.ofStreamFrame(Arrays.copyOf(stream, cut)));
      }
    }
  }

  /// Each with a checksum that holds, so that the field itself is what is refused.
  @ParameterizedTest
  @CsvSource({
    "0, length field does not match",
    "4, magic byte does not match",
    "5, frame version 2 is not known",
    "7, 'sealed with a key, and there are no keys here'"
  })
  void aHeaderOfAnotherFormatIsRefusedByName(int offset, String reason) {
    byte[] datagram = datagram(FRAME);
    datagram[offset] ^= 3;
    resum(datagram);
    MalformedFrame thrown = assertThrows(MalformedFrame.class, () -> Frame.ofDatagram(datagram));
    assertEquals(reason, thrown.reason());
  }

  @Test
  void framesHaveBounds() throws Exception {
    byte[] largest = new byte[Frame.DATAGRAM_BODY_BYTES_MAX];
    byte[] datagram = datagram(with(largest));
    assertEquals(Transport.DATAGRAM_BYTES_MAX, datagram.length);
    assertSameFrame(with(largest), Frame.ofDatagram(datagram));
    byte[] over = new byte[Frame.DATAGRAM_BODY_BYTES_MAX + 1];
    assertThrows(Invariant.Violation.class, () -> datagram(with(over)));
    assertThrows(
        MalformedFrame.class, () -> Frame.ofDatagram(new byte[Transport.DATAGRAM_BYTES_MAX + 1]));
    assertThrows(
        MalformedFrame.class,
        () -> Frame.ofStreamFrame(new byte[Transport.STREAM_FRAME_BYTES_MAX + 1]));
  }

  private static Frame with(byte[] body) {
    return new Frame(7, 1, NodeId.NONE, 1, 1, Slice.of(body));
  }

  private static byte[] datagram(Frame frame) {
    return Frames.withRoom(frame, Frame.TAG_BYTES).toDatagram();
  }

  private static byte[] streamFrame(Frame frame) {
    return Frames.withRoom(frame, 0).toStreamFrame();
  }

  private static void resum(byte[] datagram) {
    CRC32C crc = new CRC32C();
    crc.update(datagram, 0, 12);
    crc.update(datagram, 16, datagram.length - Frame.TAG_BYTES - 16);
    ByteBuffer.wrap(datagram).putInt(12, (int) crc.getValue());
  }

  private static void assertSameFrame(Frame expected, Frame actual) {
    assertEquals(expected.type(), actual.type());
    assertEquals(expected.cluster(), actual.cluster());
    assertEquals(expected.sender(), actual.sender());
    assertEquals(expected.boot(), actual.boot());
    assertEquals(expected.counter(), actual.counter());
    assertArrayEquals(expected.body().copy(), actual.body().copy());
  }
}
