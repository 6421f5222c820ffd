package dev.dcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void onlyTheCommandThatRunsIsReadAndItIsFoundByItsName() {
    Set<String> all = Main.commandLine().getSubcommands().keySet();
    for (String name : all) {
      assertEquals(Set.of(name), Main.commandLine(name, "--help").getSubcommands().keySet());
    }
    assertTrue(all.contains("version"), "there is at least one command");
  }

  @Test
  void whatBeginsWithNoCommandSeesAll() {
    Set<String> all = Main.commandLine().getSubcommands().keySet();
    assertEquals(all, Main.commandLine("--help").getSubcommands().keySet());
    assertEquals(all, Main.commandLine("unknown").getSubcommands().keySet());
    assertEquals(all, Main.commandLine(new String[0]).getSubcommands().keySet());
  }
}
