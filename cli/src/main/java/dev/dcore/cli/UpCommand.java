package dev.dcore.cli;

import dev.dcore.kernel.cluster.MemberName;
import dev.dcore.kernel.cluster.planning.Wish;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `dcore up`.
@Command(
    name = "up",
    description = {
      "Starts agents n1…nN on this machine, or those that are missing, and shows what happens.",
      "Ctrl-C stops them all; with --detach they go on until `dcore down`."
    })
final class UpCommand implements Callable<Integer> {
  private static final double NANOS_PER_SECOND = 1e9;

  /// Longer than it takes to stop agents by force.
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private AgentOptions agents = new AgentOptions();
  @Mixin private WishOptions wish = new WishOptions();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "How many agents; as many as recorded, or 3, unless given.")
  private @Nullable Integer nodes;

  @Option(
      names = "--cluster",
      paramLabel = "LABEL",
      description = "Keeps two clusters apart; dcore unless given.")
  private @Nullable String label;

  @Option(
      names = "--coordinator",
      paramLabel = "KIND",
      description = {
        "raft: up to five of the agents keep one store together, and the others learn it; gossip:",
        "each agent has a store of its own. As recorded, or raft, unless given."
      })
  private @Nullable String coordinator;

  @Option(names = "--detach", description = "Returns when the cluster is ready.")
  private boolean detach;

  private final StartGate gate = new StartGate();
  private final CountDownLatch broughtUp = new CountDownLatch(1);

  @Override
  public Integer call() throws CommandFailed, InterruptedException {
    checkArguments();
    Path dataDirectory = agents.directory();
    try (Interrupts _ = Interrupts.to(() -> interrupted(dataDirectory))) {
      try {
        bringUp(dataDirectory);
      } finally {
        broughtUp.countDown();
      }
      if (detach) {
        return 0;
      }
      return LiveView.show(agents, gate, output.json());
    }
  }

  private void checkArguments() throws CommandFailed {
    Integer count = nodes;
    if (count != null && (count < 1 || count > ClusterPlan.NODES_MAX)) {
      throw CommandFailed.usage("--nodes takes 1 to " + ClusterPlan.NODES_MAX + ", not " + count);
    }
    String wished = coordinator;
    if (wished != null && !ClusterPlan.COORDINATORS.contains(wished)) {
      throw CommandFailed.usage(
          "the coordinator "
              + wished
              + " is not part of this version: use --coordinator "
              + String.join(" or ", ClusterPlan.COORDINATORS));
    }
    try {
      String named = label;
      if (named != null) {
        MemberName.require("a cluster's label", named);
      }
    } catch (IllegalArgumentException e) {
      throw CommandFailed.usage(String.valueOf(e.getMessage()));
    }
  }

  private void bringUp(Path dataDirectory) throws CommandFailed, InterruptedException {
    long began = System.nanoTime();
    try (ClusterLock _ = ClusterLock.take(dataDirectory)) {
      ClusterPlan plan =
          ClusterPlan.make(
              dataDirectory, new ClusterPlan.Wish(nodes, label, coordinator, wish.arguments()));
      if (plan.missing().isEmpty()) {
        throw new CommandFailed(
            "all "
                + plan.cluster().nodes().size()
                + " agents of "
                + dataDirectory
                + " run already: see `dcore status`");
      }
      List<String> names = plan.missing().stream().map(RecordedNode::name).toList();
      System.err.println("starting " + String.join(", ", names) + "…");
      refuseWhatCannotBe(plan.cluster().nodes().size());
      new ClusterStart(plan.cluster(), dataDirectory, gate).start(plan.missing());
    }
    double seconds = (System.nanoTime() - began) / NANOS_PER_SECOND;
    System.err.println(
        String.format(
            Locale.ROOT,
            "ready after %.1f s: all see all; the stable view takes them in some seconds later",
            seconds));
    System.out.print(ClusterStatus.look(agents).render(output.json()));
    System.out.flush();
  }

  /// Before anything is started.
  private void refuseWhatCannotBe(int count) throws CommandFailed {
    if (wish.given()) {
      Wish.Plan _ = wish.plan(Math.max(WishOptions.MEMBERS_MIN, count));
    }
  }

  /// On Ctrl-C.
  ///
  /// @return the exit code
  private int interrupted(Path dataDirectory) {
    gate.close();
    System.err.println();
    System.err.println("stopping…");
    try {
      if (detach) {
        // The start stops what it has started, and leaves alone what ran before.
        var _ = broughtUp.await(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        return 1;
      }
      // Without the lock, which the interrupted start may hold.
      ClusterFile cluster = ClusterFile.read(dataDirectory).orElse(null);
      if (cluster != null) {
        System.err.print(ClusterStop.all(cluster, dataDirectory).render(false));
      }
      return 0;
    } catch (CommandFailed e) {
      System.err.println("dcore: " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }
}
