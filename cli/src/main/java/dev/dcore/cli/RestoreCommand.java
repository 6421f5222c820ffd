package dev.dcore.cli;

import dev.dcore.node.NodeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dcore restore`.
@Command(
    name = "restore",
    description = {
      "Replaces the store of an agent that does not run by a backup.",
      "Nothing is touched unless every byte of the backup is as it was written."
    })
final class RestoreCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private DataDirectory directory = new DataDirectory();

  @Parameters(index = "0", paramLabel = "FILE", description = "What `dcore backup` wrote.")
  private Path file = Path.of("");

  @Option(
      names = "--agent",
      paramLabel = "NAME",
      description = "Which agent of the cluster recorded in the data directory.")
  private @Nullable String agent;

  @Option(
      names = "--cluster",
      paramLabel = "LABEL",
      description = "The cluster of an agent that no `up` has recorded.")
  private @Nullable String cluster;

  @Override
  public Integer call() throws CommandFailed {
    if (!Files.isReadable(file)) {
      throw new CommandFailed("there is no backup " + file + " that can be read");
    }
    Optional<ClusterFile> recorded = ClusterFile.read(directory.path());
    if (recorded.isPresent() && !recorded.get().voters().isEmpty()) {
      throw new CommandFailed(
          "the agents in "
              + directory.path()
              + " keep one store together, which this version does not restore: restore into a"
              + " cluster of `dcore up --coordinator gossip`, or put the keys again");
    }
    Path home = recorded.isPresent() ? nodeOf(recorded.get()) : directory.path();
    String label = recorded.map(ClusterFile::cluster).orElse(cluster == null ? "dcore" : cluster);
    try {
      long keys = NodeStore.restore(file, home, label);
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("directory", home.toString());
      json.put("keys", keys);
      System.out.println(
          output.json() ? Output.json(json) : "the store in " + home + " holds " + keys + " keys");
      return 0;
    } catch (IOException e) {
      throw new CommandFailed("nothing was restored: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("interrupted", e);
    }
  }

  private Path nodeOf(ClusterFile recorded) throws CommandFailed {
    String name = agent;
    if (name == null && recorded.nodes().size() == 1) {
      name = recorded.nodes().getFirst().name();
    }
    if (name == null) {
      throw CommandFailed.usage(
          "each agent has a store of its own, which no other shares: say which one with --agent"
              + " NAME");
    }
    String wanted = name;
    return recorded
        .node(wanted)
        .orElseThrow(() -> CommandFailed.usage("no agent " + wanted + " is recorded here"))
        .directory(directory.path());
  }
}
