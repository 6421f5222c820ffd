package dev.dcore.cli;

import dev.dcore.kernel.identity.NodeId;
import dev.dcore.node.Group;
import dev.dcore.node.NodeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
      "Replaces the store by a backup, while no agent runs: the one that all keep together, or that",
      "of one agent alone.",
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
      return restoreAll(recorded.get());
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

  /// The agents keep one store together: all of them get the same state, or none starts with it.
  private int restoreAll(ClusterFile cluster) throws CommandFailed {
    if (agent != null) {
      throw CommandFailed.usage(
          "the agents keep one store together, which is restored for all of them: leave out --agent");
    }
    for (RecordedNode node : cluster.nodes()) {
      if (node.running(directory.path()).isPresent()) {
        throw new CommandFailed(node.name() + " runs: stop all agents first, with `dcore down`");
      }
    }
    List<NodeId> voters =
        cluster.voters().stream().map(NodeId::parse).filter(Objects::nonNull).toList();
    long keys = 0;
    for (RecordedNode node : cluster.nodes()) {
      try {
        keys = Group.restore(file, node.directory(directory.path()), voters);
      } catch (IOException e) {
        throw new CommandFailed(
            node.name()
                + " was not restored: "
                + e.getMessage()
                + "; restore again before an agent starts",
            e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandFailed("interrupted; restore again before an agent starts", e);
      }
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("agents", cluster.names());
    json.put("keys", keys);
    System.out.println(
        output.json()
            ? Output.json(json)
            : "the store of "
                + String.join(", ", cluster.names())
                + " holds what the backup holds");
    return 0;
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
