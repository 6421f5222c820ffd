package dev.dcore.adapters.rocksdb;

import dev.dcore.io.persistence.StateBackend;
import dev.dcore.kernel.persistence.state.OrderedBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes RocksDB known as `rocksdb`.
public final class RocksBackend implements StateBackend {
  @Override
  public String name() {
    return "rocksdb";
  }

  @Override
  public OrderedBytes open(Path directory) throws IOException {
    Files.createDirectories(directory);
    return RocksBytes.open(directory);
  }
}
