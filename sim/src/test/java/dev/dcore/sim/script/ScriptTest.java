package dev.dcore.sim.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/// How scripts are read, and what they say when something is wrong.
final class ScriptTest {
  @Test
  void textThatWasReadIsTheSameText() {
    String text = "# why\nstart n1\n----\nok\n\nmembers n1\n----\n\n";

    Script script = Script.parse(text);

    assertEquals(text, script.text());
    assertEquals(List.of("# why"), script.blocks().getFirst().comments());
    assertEquals("start n1", script.blocks().getFirst().directive());
    assertEquals(List.of("ok"), script.blocks().getFirst().output());
  }

  @Test
  void directiveWithoutItsOutputIsNamed() {
    assertSays("after the directive \"start n1\" comes a line of ----", "start n1\n");
  }

  @Test
  void unknownDirectiveIsNamed() {
    assertSays("there is no directive \"explode n1\"", "explode n1\n----\n");
  }

  @Test
  void whatDoesNotComeIsNamedWithWhatIsThere() {
    String message =
        assertThrows(
                ScriptFailed.class,
                () -> run("start n1\n----\n\nawait n1 see 2 alive within 5s\n----\n"))
            .getMessage();

    assertTrue(message.startsWith("did not come: await n1 see 2 alive within 5s"), message);
    assertTrue(message.contains("n1 [n1 alive incarnation="), message);
  }

  @Test
  void nodeThatIsNotThereIsNamed() {
    assertSays("n7 was never started", "kill n7\n----\n");
  }

  @Test
  void networkFaultsNeedTheSimulator() {
    assertTrue(Script.parse("split n1\n----\n").needsSimulation());
    assertFalse(Script.parse("kill n1\n----\n").needsSimulation());
  }

  private static void assertSays(String sentence, String text) {
    assertEquals(sentence, assertThrows(ScriptFailed.class, () -> run(text)).getMessage());
  }

  private static void run(String text) {
    try (SimulatedWorld world = new SimulatedWorld(1)) {
      Script.parse(text).run(world);
    }
  }
}
