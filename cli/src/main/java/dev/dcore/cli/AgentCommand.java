package dev.dcore.cli;

import dev.dcore.cli.logging.Logging;
import dev.dcore.node.Node;
import dev.dcore.node.NodeBuilder;
import dev.dcore.node.NodeFailed;
import dev.dcore.node.admin.AgentFacts;
import dev.dcore.node.agent.Agent;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `dcore agent`: one member, until it leaves.
@Command(
    name = "agent",
    description = "Runs one agent until it leaves, by `dcore leave`, Ctrl-C or SIGTERM.")
final class AgentCommand implements Callable<Integer> {
  /// How much of the trace goes to the log.
  enum LogLevel {
    WARNING(Level.WARN),
    NOTABLE(Level.INFO),
    DETAIL(Level.DEBUG),
    STEP(Level.TRACE);

    private final Level level;

    LogLevel(Level level) {
      this.level = level;
    }
  }

  /// A start that takes longer when it is interrupted is not waited for.
  private static final Duration START_TIMEOUT = Duration.ofSeconds(2);

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private WishOptions wish = new WishOptions();

  @Option(
      names = "--expect-nodes",
      paramLabel = "N",
      defaultValue = "100",
      description = "For how many members --detect-within is computed; ${DEFAULT-VALUE}.")
  private int expectedNodes;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "Unique in the cluster.")
  private String name = "";

  @Option(
      names = "--bind",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:0",
      description =
          "Where it listens; port 0 takes any that is free. ${DEFAULT-VALUE} unless given.")
  private String bind = "";

  @Option(
      names = "--advertise",
      paramLabel = "HOST:PORT",
      description = "Where others reach it, when that is not where it listens.")
  private @Nullable String advertise;

  @Option(
      names = "--join",
      paramLabel = "HOST:PORT",
      arity = "1..*",
      split = ",",
      description = {
        "Members to join through, any of which will do; a host name stands for all its addresses.",
        "With none it goes back to the members that its directory remembers, or begins a cluster."
      })
  private List<String> join = List.of();

  @Option(
      names = "--join-file",
      paramLabel = "FILE",
      description = "A file with one HOST:PORT a line, read again while it runs.")
  private List<Path> joinFiles = List.of();

  @Option(
      names = "--join-dns",
      paramLabel = "NAME[:PORT]",
      description = {
        "A host name of which every address is a seed, asked again while it runs;",
        "the port is that of --bind unless given."
      })
  private List<String> joinNames = List.of();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      required = true,
      description = "Where it keeps who it is; its own.")
  private Path directory = Path.of(".");

  @Option(
      names = "--cluster",
      paramLabel = "LABEL",
      defaultValue = "dcore",
      description = "Keeps two clusters apart; ${DEFAULT-VALUE} unless given.")
  private String cluster = "";

  @Option(
      names = "--tag",
      paramLabel = "KEY=VALUE",
      description = "What the member says of itself; may be given more than once.")
  private Map<String, String> tags = new LinkedHashMap<>();

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:0",
      description = "Where its admin API listens; ${DEFAULT-VALUE} unless given.")
  private String admin = "";

  @Option(
      names = "--voters",
      paramLabel = "ID",
      split = ",",
      description = {
        "The ids of the voters of the replicated store, the same for all agents; this one need not",
        "be among them. Without them the agent has a store of its own."
      })
  private List<String> voters = List.of();

  @Option(
      names = "--insecure",
      description = "Allows to listen off loopback, although nothing is encrypted yet.")
  private boolean insecure;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "notable",
      description = "Of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless given.")
  private LogLevel logLevel = LogLevel.NOTABLE;

  @Option(names = "--quiet", description = "Logs to agent.log only, not to stderr.")
  private boolean quiet;

  @Override
  public Integer call() throws CommandFailed, InterruptedException {
    // Bounds on clients that connect and say nothing.
    System.setProperty("jdk.httpserver.maxConnections", "256");
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    Logging.toFile(directory, logLevel.level, quiet);
    CompletableFuture<Agent> started = new CompletableFuture<>();
    // From the beginning: a signal may come between the node's first message and the rest.
    try (Interrupts _ = Interrupts.to(() -> end(started))) {
      Agent agent = start();
      started.complete(agent);
      announce(agent.facts());
      agent.awaitDown();
    } catch (NodeFailed e) {
      throw new CommandFailed(name + " stopped: " + e.getMessage(), e);
    } finally {
      started.cancel(false);
      Logging.close();
    }
    return 0;
  }

  private Agent start() throws CommandFailed, InterruptedException {
    try {
      NodeBuilder builder =
          Node.builder()
              .name(name)
              .cluster(cluster)
              .bind(bind)
              .seeds(join.toArray(new String[0]))
              .tags(tags)
              .insecure(insecure);
      if (wish.given()) {
        builder.swim(wish.plan(expectedNodes).timing().config(expectedNodes));
      }
      if (!voters.isEmpty()) {
        builder.voters(voters.toArray(new String[0]));
      }
      joinFiles.forEach(builder::seedFile);
      joinNames.forEach(builder::seedName);
      String advertised = advertise;
      if (advertised != null) {
        builder.advertise(advertised);
      }
      return Agent.start(builder, directory, adminSocket());
    } catch (IllegalArgumentException e) {
      throw CommandFailed.usage(String.valueOf(e.getMessage()));
    } catch (NodeFailed e) {
      throw new CommandFailed(String.valueOf(e.getMessage()), e);
    }
  }

  private InetSocketAddress adminSocket() throws CommandFailed {
    InetSocketAddress socket = NodeBuilder.listenAddress(admin);
    if (socket.isUnresolved()) {
      throw CommandFailed.usage("the host of --admin " + admin + " is not known");
    }
    if (!socket.getAddress().isLoopbackAddress() && !insecure) {
      throw new CommandFailed(
          "--admin "
              + admin
              + " is not a loopback address, and the token would cross the network in the clear:"
              + " use 127.0.0.1, or accept it with --insecure");
    }
    return socket;
  }

  private void announce(AgentFacts facts) {
    if (output.json()) {
      System.out.println(Output.json(facts.json()));
    } else {
      System.out.println(
          facts.name() + " listens at " + facts.address() + ", its admin API at " + facts.admin());
    }
    System.out.flush();
  }

  private static int end(CompletableFuture<Agent> started) {
    try {
      started.get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS).close();
    } catch (ExecutionException | TimeoutException | CancellationException _) {
      // It has not started, so there is nothing to leave.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    Logging.close();
    return 0;
  }
}
