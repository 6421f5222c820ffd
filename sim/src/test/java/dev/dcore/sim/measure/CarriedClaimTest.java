package dev.dcore.sim.measure;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.identity.NodeId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What carries a claim and what does not.
final class CarriedClaimTest {
  private static final NodeId OWNER = new NodeId(3, 5);

  private static byte[] frame(int before, long incarnation, String value) {
    return ByteBuffer.allocate(128)
        .order(ByteOrder.LITTLE_ENDIAN)
        .position(before)
        .putLong(OWNER.high())
        .putLong(OWNER.low())
        .putLong(incarnation)
        .put(value.getBytes(StandardCharsets.UTF_8))
        .array();
  }

  @Test
  void theSameClaimIsFoundWhereverItStands() {
    CarriedClaim claim = new CarriedClaim(OWNER, "v.");

    assertFalse(claim.isIn(frame(4, 7, "w.")));
    assertTrue(claim.isIn(frame(4, 7, "v.")));
    assertTrue(claim.isIn(frame(30, 7, "v.")));
    assertFalse(claim.isIn(frame(30, 7, "w.")));
  }

  @Test
  void aLaterClaimWithTheSameValueIsAnother() {
    CarriedClaim claim = new CarriedClaim(OWNER, "v.");

    assertTrue(claim.isIn(frame(4, 7, "v.")));
    assertFalse(claim.isIn(frame(4, 8, "v.")));
  }
}
