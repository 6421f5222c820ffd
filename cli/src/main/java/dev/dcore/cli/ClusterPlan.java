package dev.dcore.cli;

import dev.dcore.node.Node;
import java.io.IOException;
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

  /// Who coordinates; the first unless something is said.
  static final List<String> COORDINATORS = List.of("raft", "gossip");

  /// More voters make each write wait for more disks.
  private static final int VOTERS_MAX = 5;

  /// Each is a process of some 70 MiB.
  static final int NODES_MAX = 100;

  /// What was asked of `up`; null where nothing was said.
  ///
  /// @param options how agents are told within which time they are to detect; empty where nothing
  ///   was said
  record Wish(
      @Nullable Integer nodes,
      @Nullable String label,
      @Nullable String coordinator,
      List<String> options) {}

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
    String coordinator = coordinator(dataDirectory, recorded, wish);
    List<String> voters =
        coordinator.equals("gossip") ? List.of() : voters(dataDirectory, recorded, nodes);
    return new ClusterPlan(new ClusterFile(label, coordinator, nodes, options, voters), missing);
  }

  private static String coordinator(Path dataDirectory, Optional<ClusterFile> recorded, Wish wish)
      throws CommandFailed {
    String wished = wish.coordinator();
    String coordinator =
        recorded
            .map(ClusterFile::coordinator)
            .orElse(wished == null ? COORDINATORS.getFirst() : wished);
    if (wished != null && !wished.equals(coordinator)) {
      throw new CommandFailed(
          "the cluster in "
              + dataDirectory
              + " is coordinated by "
              + coordinator
              + ": choose another --data-dir for "
              + wished);
    }
    return coordinator;
  }

  /// Those that vote from the beginning on are named once: the ids of the first few nodes, an odd
  /// number of them, since one more than an odd number survives no more failures.
  private static List<String> voters(
      Path dataDirectory, Optional<ClusterFile> recorded, List<RecordedNode> nodes)
      throws CommandFailed {
    List<String> known = recorded.map(ClusterFile::voters).orElse(List.of());
    if (!known.isEmpty()) {
      if (nodes.size() <= known.size() / 2) {
        throw new CommandFailed(
            "the store in "
                + dataDirectory
                + " has "
                + known.size()
                + " voters, and less than a majority of them would run: start at least "
                + (known.size() / 2 + 1)
                + " nodes");
      }
      return known;
    }
    int most = Math.min(VOTERS_MAX, nodes.size());
    int count = most % 2 == 0 ? most - 1 : most;
    List<String> voters = new ArrayList<>();
    for (RecordedNode node : nodes.subList(0, count)) {
      try {
        voters.add(Node.identity(node.directory(dataDirectory)).toString());
      } catch (IOException e) {
        throw new CommandFailed(
            node.directory(dataDirectory)
                + " cannot be used ("
                + e.getMessage()
                + "): choose another --data-dir",
            e);
      }
    }
    return voters;
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
