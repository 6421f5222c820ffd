package dev.dcore.sim.measure;

import dev.dcore.kernel.identity.NodeId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Finds one claim on the wire: the bytes from its owner's id on to a value that is in it, as they
/// are where that value is seen first.
///
/// ```text
/// … | id 16, little endian | incarnation, name, address … | value | …
/// ```
final class CarriedClaim {
  private final byte[] id;
  private final byte[] value;
  private byte @Nullable [] whole;

  /// @param value in no other claim
  CarriedClaim(NodeId owner, String value) {
    this.id =
        ByteBuffer.allocate(Long.BYTES * 2)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(owner.high())
            .putLong(owner.low())
            .array();
    this.value = value.getBytes(StandardCharsets.UTF_8);
  }

  boolean isIn(byte[] frame) {
    byte[] claim = whole;
    if (claim != null) {
      return lastBefore(frame, claim, frame.length) >= 0;
    }
    int at = lastBefore(frame, value, frame.length);
    if (at < 0) {
      return false;
    }
    int begins = lastBefore(frame, id, at);
    whole = Arrays.copyOfRange(frame, Math.max(0, begins), at + value.length);
    return true;
  }

  private static int lastBefore(byte[] frame, byte[] part, int end) {
    for (int at = end - part.length; at >= 0; at--) {
      if (Arrays.equals(frame, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    return -1;
  }
}
