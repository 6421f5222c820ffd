package dev.dcore.adapters.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.io.persistence.StateBackend;
import dev.dcore.kernel.contracts.StateStoreContract;
import dev.dcore.kernel.persistence.state.ByteWrites;
import dev.dcore.kernel.persistence.state.OrderedBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksBytesTest extends StateStoreContract {
  @TempDir private Path directory;

  @Override
  protected OrderedBytes open() {
    try {
      return RocksBytes.open(directory.resolve("state"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void isFoundByItsName() throws IOException {
    assertInstanceOf(RocksBackend.class, StateBackend.named("rocksdb"));
    IOException none =
        assertThrows(IOException.class, () -> StateBackend.named("cuneiform").open(directory));
    assertTrue(none.getMessage().contains("rocksdb"), none::getMessage);
  }

  @Test
  void whatWasNotFlushedIsNotThereAfterwards() throws IOException {
    bytes.write(one(1));
    bytes.flush();
    bytes.write(one(2));
    bytes.close();

    try (OrderedBytes again = RocksBytes.open(directory.resolve("state"))) {
      assertEquals(List.of("01=01"), dump(again));
    }
  }

  @Test
  void twoCannotHaveOneDirectory() {
    IOException refused =
        assertThrows(IOException.class, () -> RocksBytes.open(directory.resolve("state")));
    assertTrue(refused.getMessage().contains("RocksDB cannot open"), refused::getMessage);
  }

  private static ByteWrites one(int key) {
    ByteWrites writes = new ByteWrites();
    writes.put(new byte[] {(byte) key}, new byte[] {(byte) key});
    return writes;
  }
}
