package dev.dcore.kernel.contracts;

import dev.dcore.kernel.base.Invariant;
import java.nio.ByteBuffer;

/// Frames as transports carry them: the first four bytes are the length of the whole, big endian,
/// which is all that a transport knows of a frame. The next eight hold a number, the rest is a
/// pattern made from it.
///
/// ```text
/// offset 0        4        12
///        +--------+--------+---------+
///        | length | number | pattern |
///        +--------+--------+---------+
/// ```
public final class TestFrames {
  public static final int BYTES_MIN = 12;

  private TestFrames() {}

  public static byte[] frame(long number, int bytes) {
    Invariant.check(bytes >= BYTES_MIN, "a test frame has at least " + BYTES_MIN + " bytes");
    byte[] frame = new byte[bytes];
    ByteBuffer.wrap(frame).putInt(bytes).putLong(number);
    for (int i = BYTES_MIN; i < bytes; i++) {
      frame[i] = (byte) (number * 31 + i);
    }
    return frame;
  }

  public static long number(byte[] frame) {
    return ByteBuffer.wrap(frame).getLong(Integer.BYTES);
  }
}
