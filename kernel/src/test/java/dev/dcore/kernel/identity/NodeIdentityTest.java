package dev.dcore.kernel.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dcore.kernel.base.Invariant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NodeIdentityTest {
  private static final NodeIdentity IDENTITY =
      new NodeIdentity(new NodeId(0x0123456789abcdefL, 0xfedcba9876543210L), 5);

  @Test
  void bytesOnDiskArePinned() throws Exception {
    String hex = "0123456789abcdeffedcba98765432100000000000000005";
    assertEquals(hex, HexFormat.of().formatHex(IDENTITY.encode()));
    assertEquals(IDENTITY, NodeIdentity.decode(HexFormat.of().parseHex(hex)));
    assertEquals("0123456789abcdeffedcba9876543210", IDENTITY.id().toString());
  }

  @Test
  void theNextBootKeepsTheId() {
    assertEquals(new NodeIdentity(IDENTITY.id(), 6), IDENTITY.nextBoot());
  }

  @Test
  void noOtherLengthIsAnIdentity() {
    assertThrows(Invariant.Violation.class, () -> NodeIdentity.decode(new byte[23]));
    assertThrows(Invariant.Violation.class, () -> NodeIdentity.decode(new byte[25]));
  }

  @Test
  void freshIdsAreNeverZero() {
    Entropy zero = () -> 0;
    assertEquals(new NodeId(0, 1), zero.nextId());
  }
}
