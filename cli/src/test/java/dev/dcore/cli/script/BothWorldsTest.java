package dev.dcore.cli.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.dcore.sim.script.Script;
import dev.dcore.sim.script.SimulatedWorld;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One script file, in the simulator and on real sockets and files: what it awaits comes in both.
@Tag("slow")
final class BothWorldsTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "join",
        "join-and-leave",
        "crash-and-restart",
        "pause-and-refute",
        "wiped-disk-same-name"
      })
  void whatTheScriptAwaitsComesInBothWorlds(String name) throws IOException {
    Script script = read(name);
    assertFalse(script.needsSimulation());

    try (RealWorld real = new RealWorld(directory)) {
      script.run(real);
    }
    try (SimulatedWorld simulated = new SimulatedWorld(1)) {
      assertEquals(script, script.run(simulated));
    }
  }

  private static Script read(String name) throws IOException {
    try (InputStream text = Script.class.getResourceAsStream("/scenarios/" + name + ".txt")) {
      return Script.parse(new String(text.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
