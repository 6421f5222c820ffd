package dev.dcore.io.runtime;

import dev.dcore.io.identity.SystemEntropy;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.runtime.IdentityFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Whose directory it is, settled before the first start.
public final class IdentityDirectory {
  private IdentityDirectory() {}

  /// The id of the node that keeps its data there; a directory that has none gets one, durably.
  ///
  /// @throws IOException when the directory cannot be used, or its files are damaged
  public static NodeId settle(Path directory) throws IOException {
    List<byte[]> found = new ArrayList<>();
    boolean any = false;
    for (String name : IdentityFiles.NAMES) {
      Path file = directory.resolve(name);
      boolean there = Files.exists(file);
      any |= there;
      found.add(there ? Files.readAllBytes(file) : new byte[0]);
    }
    NodeId id = IdentityFiles.read(found);
    if (id != null) {
      return id;
    }
    if (any) {
      throw new IOException("both identity files of " + directory + " are damaged");
    }
    return make(directory);
  }

  private static NodeId make(Path directory) throws IOException {
    Files.createDirectories(directory);
    NodeId fresh = new SystemEntropy().nextId();
    for (Map.Entry<String, byte[]> file : IdentityFiles.of(fresh).entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.write(path, file.getValue());
      sync(path, StandardOpenOption.WRITE);
    }
    sync(directory, StandardOpenOption.READ);
    return fresh;
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }
}
