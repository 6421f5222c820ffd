package dev.dcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dcore.kernel.persistence.log.Inspection;
import dev.dcore.kernel.persistence.log.LogEffect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogTextTest {
  @Test
  void aRefusedLogSaysWhy() {
    LogEffect refused = new LogEffect.Refused("the log is another cluster's");
    LogText text =
        new LogText(
            Path.of("log"),
            new Inspection(null, 1, 0, 0, List.of(), List.of(), List.of(), refused));

    assertEquals(Map.of("reason", "the log is another cluster's"), text.json().get("damage"));
    assertEquals("the log is another cluster's\n", text.verdict());
  }
}
