package dev.dcore.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class StableViewWaitTest {
  @Test
  void aFounderAloneAmongOthersIsNotAllThatThereWillBe() throws Exception {
    assertTrue(StableViewWait.isForming(view(1, "{}"), 3));
    assertFalse(StableViewWait.isForming(view(1, "{}"), 1), "it is alone");
    assertFalse(StableViewWait.isForming(view(2, "{}, {}"), 3), "the third is kept out");
  }

  private static JsonObject view(int number, String members) throws IOException {
    return JsonObject.parse("{\"number\": " + number + ", \"members\": [" + members + "]}");
  }
}
