package dev.dcore.io.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.io.RealTime;
import dev.dcore.kernel.runtime.RuntimeTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who a node is survives its restarts, and damage to one of two slots.
final class IdentityTest {
  @TempDir private Path directory;

  @Test
  void bootGrowsAndTheIdStays() throws StartFailed {
    RuntimeTrace.Booted first = boot();
    assertEquals(1, first.boot());
    for (int boot = 2; boot <= 5; boot++) {
      assertEquals(new RuntimeTrace.Booted(first.id(), boot), boot());
    }
  }

  @Test
  void emptiedDirectoryIsAnotherNode() throws StartFailed, IOException {
    RuntimeTrace.Booted first = boot();
    Files.delete(slot(0));
    Files.delete(slot(1));

    RuntimeTrace.Booted second = boot();

    assertNotEquals(first.id(), second.id());
    assertEquals(1, second.boot());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void damagedSlotIsHealedFromTheOther(int slot) throws StartFailed, IOException {
    RuntimeTrace.Booted first = boot();
    flipOneBit(slot);

    assertEquals(new RuntimeTrace.Booted(first.id(), 2), boot());
    assertArrayEquals(Files.readAllBytes(slot(0)), Files.readAllBytes(slot(1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void missingSlotIsHealedFromTheOther(int slot) throws StartFailed, IOException {
    RuntimeTrace.Booted first = boot();
    Files.delete(slot(slot));

    assertEquals(new RuntimeTrace.Booted(first.id(), 2), boot());
    assertArrayEquals(Files.readAllBytes(slot(0)), Files.readAllBytes(slot(1)));
  }

  @Test
  void bothSlotsDamagedStopsTheNodeInOneSentence() throws StartFailed, IOException {
    boot();
    flipOneBit(0);
    flipOneBit(1);
    byte[] before = Files.readAllBytes(slot(0));

    try (TestNode node = TestNode.start("n1", directory)) {
      assertTrue(RealTime.await(() -> !node.failure().isEmpty()));
      assertTrue(node.failure().startsWith("both identity slots are damaged"), node.failure());
      assertTrue(RealTime.await(() -> Threads.named("n1").isEmpty()), "it stopped by itself");
    }
    assertArrayEquals(before, Files.readAllBytes(slot(0)), "what is left of it is untouched");
  }

  private RuntimeTrace.Booted boot() throws StartFailed {
    try (TestNode node = TestNode.start("n1", directory)) {
      assertTrue(RealTime.await(() -> node.booted() != null));
      return node.booted();
    }
  }

  private void flipOneBit(int slot) throws IOException {
    byte[] bytes = Files.readAllBytes(slot(slot));
    bytes[bytes.length - 1] ^= 1;
    Files.write(slot(slot), bytes);
  }

  private Path slot(int slot) {
    return directory.resolve("n1").resolve("identity." + slot);
  }
}
