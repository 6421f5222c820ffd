package dev.dcore.io.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dcore.kernel.persistence.state.Change;
import dev.dcore.kernel.persistence.state.MemoryBytes;
import dev.dcore.kernel.persistence.state.StateBatch;
import dev.dcore.kernel.persistence.state.StateStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupFileTest {
  @TempDir private Path directory;

  @Test
  void whatIsWrittenIsRead() throws Exception {
    Path file = directory.resolve("backup");
    Files.write(file, backup(1_000));
    MemoryBytes bytes = new MemoryBytes();

    assertEquals(new BackupFile.Summary(1_000, 1_000), BackupFile.read(file, bytes::write));
    StateStore store = new StateStore(bytes);
    assertEquals(1_000, store.position());
    assertNotNull(store.latest().get(bytes("key 999")));
  }

  @Test
  void anyDamagedByteAndAnyMissingEndIsSeen() throws Exception {
    byte[] whole = backup(5);
    Path file = directory.resolve("backup");
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x40;
      Files.write(file, damaged);
      assertThrows(IOException.class, () -> BackupFile.verify(file), "byte " + at);
      Files.write(file, Arrays.copyOf(whole, at));
      assertThrows(IOException.class, () -> BackupFile.verify(file), "cut at " + at);
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertThrows(IOException.class, () -> BackupFile.verify(file));
    Files.write(file, whole);
    assertEquals(5, BackupFile.verify(file).keys());
  }

  private static byte[] backup(int keys) throws IOException {
    StateStore store = new StateStore(new MemoryBytes());
    for (int i = 0; i < keys; i++) {
      Change put = new Change.Put(bytes("key " + i), new byte[10], StateStore.NEVER);
      store.apply(StateBatch.withoutHistory(i + 1, 0, List.of(put)));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BackupFile.write(store.latest(), out);
    return out.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
