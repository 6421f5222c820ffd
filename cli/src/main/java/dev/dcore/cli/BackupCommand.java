package dev.dcore.cli;

import dev.dcore.node.NodeStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `dcore backup`.
@Command(
    name = "backup",
    description = {
      "Copies the store of one agent to a file, as it is at one moment; writes go on meanwhile.",
      "The file appears when it is whole, synced and read back."
    })
final class BackupCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private StoreOptions store = new StoreOptions();

  @Parameters(index = "0", paramLabel = "FILE", description = "Where to; replaced if it is there.")
  private Path file = Path.of("");

  @Override
  public Integer call() throws CommandFailed {
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    long keys;
    try {
      try (FileChannel channel =
          FileChannel.open(
              partial,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        OutputStream out = Channels.newOutputStream(channel);
        store.ask(
            agent -> {
              agent.backup(out, StoreOptions.TIMEOUT);
              return agent.name();
            });
        channel.force(true);
      }
      keys = NodeStore.verify(partial);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CommandFailed(file + " was not written: " + e.getMessage(), e);
    } finally {
      // It is there no more when it became the file.
      delete(partial);
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("file", file.toString());
    json.put("keys", keys);
    System.out.println(output.json() ? Output.json(json) : file + " holds " + keys + " keys");
    return 0;
  }

  private static void delete(Path partial) {
    try {
      Files.deleteIfExists(partial);
    } catch (IOException _) {
      // What was to be said is that the backup failed.
    }
  }
}
