package dev.dcore.kernel.transport;

import dev.dcore.kernel.base.Slice;

/// Frames of any body, for tests.
public final class Frames {
  private Frames() {}

  /// The same frame with its body in an array that has room for the rest.
  public static Frame withRoom(Frame frame, int tagBytes) {
    byte[] body = frame.body().copy();
    byte[] bytes = new byte[Frame.HEADER_BYTES + body.length + tagBytes];
    System.arraycopy(body, 0, bytes, Frame.HEADER_BYTES, body.length);
    return new Frame(
        frame.type(),
        frame.cluster(),
        frame.sender(),
        frame.boot(),
        frame.counter(),
        new Slice(bytes, Frame.HEADER_BYTES, body.length));
  }
}
