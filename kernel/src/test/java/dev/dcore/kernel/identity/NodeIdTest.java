package dev.dcore.kernel.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeIdTest {
  @Test
  void anIdIsReadFromItsText() {
    NodeId id = new NodeId(-2, 0x0123_4567_89ab_cdefL);
    assertEquals("fffffffffffffffe0123456789abcdef", id.toString());
    assertEquals(id, NodeId.parse(id.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "n3",
        "fffffffffffffffe0123456789abcde",
        "fffffffffffffffe0123456789abcdeg",
        "FFFFFFFFFFFFFFFE0123456789ABCDEF"
      })
  void anyOtherTextIsNoId(String text) {
    assertNull(NodeId.parse(text));
  }
}
