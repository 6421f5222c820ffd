package dev.dcore.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which nodes `up` is to have, and which of them do not run.
///
/// @param cluster all that shall run
/// @param missing those that do not
record ClusterPlan(ClusterFile cluster, List<RecordedNode> missing) {
  private static final int NODES_DEFAULT = 3;

  /// Each is a process of some 70 MiB.
  static final int NODES_MAX = 100;

  /// What was asked of `up`; null where nothing was said.
  ///
  /// @param options how agents are told within which time they are to detect; empty where nothing
  ///   was said
  record Wish(
      @Nullable Integer nodes, @Nullable String label, String coordinator, List<String> options) {}

  /// The recorded nodes keep their ports. While some run, the cluster can grow but not shrink.
  static ClusterPlan make(Path dataDirectory, Wish wish) throws CommandFailed {
    Optional<ClusterFile> recorded = ClusterFile.read(dataDirectory);
    List<RecordedNode> known = recorded.map(ClusterFile::nodes).orElse(List.of());
    String label = label(dataDirectory, recorded, wish);
    boolean anyRuns = known.stream().anyMatch(node -> node.running(dataDirectory).isPresent());
    Integer wished = wish.nodes();
    int count = wished == null ? (known.isEmpty() ? NODES_DEFAULT : known.size()) : wished;
    if (count < known.size() && anyRuns) {
      throw new CommandFailed(
          "the cluster in "
              + dataDirectory
              + " has "
              + known.size()
              + " nodes: to start fewer, run `dcore down` first");
    }
    List<RecordedNode> nodes = new ArrayList<>(known.subList(0, Math.min(count, known.size())));
    addNodes(nodes, count);
    List<RecordedNode> missing =
        nodes.stream().filter(node -> node.running(dataDirectory).isEmpty()).toList();
    List<String> options = options(dataDirectory, recorded, wish, anyRuns, count);
    return new ClusterPlan(new ClusterFile(label, wish.coordinator(), nodes, options), missing);
  }

  /// All members of a cluster have the same periods: those that run decide for who joins them, also
  /// for how many the wish was computed.
  private static List<String> options(
      Path dataDirectory, Optional<ClusterFile> recorded, Wish wish, boolean anyRuns, int count)
      throws CommandFailed {
    List<String> kept = recorded.map(ClusterFile::wish).orElse(List.of());
    if (wish.options().isEmpty()) {
      return kept;
    }
    int words = wish.options().size();
    boolean same = kept.size() > words && kept.subList(0, words).equals(wish.options());
    if (anyRuns && !same) {
      throw new CommandFailed(
          "the agents in "
              + dataDirectory
              + " run with "
              + (kept.isEmpty() ? "the default periods" : String.join(" ", kept))
              + ": for another wish, run `dcore down` first");
    }
    return anyRuns ? kept : WishOptions.forNodes(wish.options(), count);
  }

  private static String label(Path dataDirectory, Optional<ClusterFile> recorded, Wish wish)
      throws CommandFailed {
    String wished = wish.label();
    String label = recorded.map(ClusterFile::cluster).orElse(wished == null ? "dcore" : wished);
    if (wished != null && !wished.equals(label)) {
      throw new CommandFailed(
          dataDirectory
              + " holds the cluster "
              + label
              + ": choose another --data-dir for "
              + wished);
    }
    return label;
  }

  private static void addNodes(List<RecordedNode> nodes, int count) throws CommandFailed {
    int fresh = count - nodes.size();
    if (fresh <= 0) {
      return;
    }
    Set<Integer> promised = new HashSet<>();
    for (RecordedNode node : nodes) {
      promised.add(port(node.address()));
      promised.add(port(node.admin()));
    }
    List<Integer> ports = FreePorts.find(2 * fresh, promised);
    for (int i = 0; i < fresh; i++) {
      nodes.add(
          new RecordedNode(
              "n" + (nodes.size() + 1),
              FreePorts.HOST + ":" + ports.get(i),
              FreePorts.HOST + ":" + ports.get(fresh + i),
              null));
    }
  }

  private static int port(String hostPort) {
    return Integer.parseInt(hostPort.substring(hostPort.lastIndexOf(':') + 1));
  }
}
