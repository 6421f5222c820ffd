package dev.dcore.cli;

import dev.dcore.kernel.transport.Address;
import dev.dcore.node.admin.AdminToken;
import dev.dcore.node.admin.AgentFacts;
import dev.dcore.node.agent.AgentFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which running agent a command asks: the one named by `--agent` or `DCORE_AGENT`, the one whose
/// data directory is given, or any of the cluster recorded there.
final class AgentOptions {
  /// An agent that runs answers within milliseconds; one that is frozen shall not hold up a command
  /// that others can answer.
  private static final Duration GREETING_TIMEOUT = Duration.ofMillis(1_500);

  @Mixin private DataDirectory directory = new DataDirectory();

  @Option(
      names = "--agent",
      paramLabel = "HOST:PORT|NAME",
      description = "The agent to ask; DCORE_AGENT or any that runs unless given.")
  private @Nullable String agent;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "The token of an agent that is not recorded in the data directory.")
  private @Nullable Path tokenFile;

  Path directory() {
    return directory.path();
  }

  /// A command that any agent can answer: the first one that does.
  AdminClient any() throws CommandFailed {
    return any("");
  }

  /// As [#any], but this one only when no other answers.
  ///
  /// @param lastChoice a name
  AdminClient any(String lastChoice) throws CommandFailed {
    String named = named();
    if (named != null) {
      return named(named);
    }
    List<AdminClient> known = recorded();
    List<AdminClient> inOrder = new ArrayList<>(known);
    inOrder.sort(
        (a, b) -> Boolean.compare(a.name().equals(lastChoice), b.name().equals(lastChoice)));
    for (AdminClient client : inOrder) {
      if (answers(client)) {
        return client;
      }
    }
    throw new CommandFailed(
        "no agent of "
            + directory.path()
            + " answers: start them with `dcore up`, or name one with --agent");
  }

  /// A command that means one agent: it has to be named unless only one runs.
  AdminClient one() throws CommandFailed {
    return one("several agents run");
  }

  /// As [#one].
  ///
  /// @param why it has to be named, when it is not
  AdminClient one(String why) throws CommandFailed {
    String named = named();
    if (named != null) {
      return named(named);
    }
    List<AdminClient> running = recorded();
    if (running.size() > 1) {
      throw CommandFailed.usage(why + ": say which one with --agent NAME");
    }
    return any();
  }

  /// All agents that are known to run, whether they answer or not.
  List<AdminClient> recorded() throws CommandFailed {
    Optional<AgentFacts> single = single();
    if (single.isPresent()) {
      return List.of(client(single.get().name(), single.get().admin(), directory.path()));
    }
    List<AdminClient> clients = new ArrayList<>();
    for (RecordedNode node : directory.cluster().nodes()) {
      if (node.running(directory.path()).isPresent()) {
        clients.add(client(node));
      }
    }
    return clients;
  }

  /// What the one agent of this data directory wrote down.
  AgentFacts facts() throws CommandFailed {
    return single()
        .orElseThrow(() -> new CommandFailed("no agent is recorded in " + directory.path()));
  }

  private AdminClient named(String named) throws CommandFailed {
    AdminClient client = named.indexOf(':') >= 0 ? atAddress(named) : ofName(named);
    try {
      client.status(GREETING_TIMEOUT);
      return client;
    } catch (IOException e) {
      throw new CommandFailed(
          "the agent " + named + " does not answer at " + client.address() + ": " + e.getMessage(),
          e);
    }
  }

  private AdminClient ofName(String name) throws CommandFailed {
    Optional<AgentFacts> single = single().filter(facts -> facts.name().equals(name));
    if (single.isPresent()) {
      return client(name, single.get().admin(), directory.path());
    }
    ClusterFile cluster = directory.cluster();
    RecordedNode node =
        cluster
            .node(name)
            .orElseThrow(
                () ->
                    CommandFailed.usage(
                        "no agent "
                            + name
                            + " is recorded in "
                            + directory.path()
                            + ": it has "
                            + String.join(", ", cluster.names())));
    if (node.running(directory.path()).isEmpty()) {
      throw new CommandFailed("the agent " + name + " does not run: start it with `dcore up`");
    }
    return client(node);
  }

  private AdminClient atAddress(String text) throws CommandFailed {
    Address address;
    try {
      address = Address.parse(text);
    } catch (IllegalArgumentException e) {
      throw CommandFailed.usage(String.valueOf(e.getMessage()));
    }
    Path file = tokenFile;
    if (file != null) {
      return new AdminClient(text, address, token(file));
    }
    Optional<AgentFacts> single = single().filter(facts -> facts.admin().equals(text));
    if (single.isPresent()) {
      return client(single.get().name(), text, directory.path());
    }
    for (RecordedNode node :
        ClusterFile.read(directory.path()).map(ClusterFile::nodes).orElse(List.of())) {
      if (node.adminNow(directory.path()).equals(text)) {
        return client(node);
      }
    }
    throw new CommandFailed(
        text
            + " is not an admin address recorded in "
            + directory.path()
            + ": give the file with its token by --token-file");
  }

  private AdminClient client(RecordedNode node) throws CommandFailed {
    return client(node.name(), node.adminNow(directory.path()), node.directory(directory.path()));
  }

  private AdminClient client(String name, String admin, Path home) throws CommandFailed {
    Path file = tokenFile == null ? home.resolve(AdminToken.FILE) : tokenFile;
    return new AdminClient(name, Address.parse(admin), token(file));
  }

  private static String token(Path file) throws CommandFailed {
    try {
      return AdminToken.load(file).value();
    } catch (IOException e) {
      throw new CommandFailed(
          "the token file " + file + " cannot be read: run as the user who started the agent", e);
    }
  }

  private boolean answers(AdminClient client) {
    try {
      client.status(GREETING_TIMEOUT);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// When the data directory is that of one agent.
  private Optional<AgentFacts> single() {
    try {
      return AgentFile.read(directory.path());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private @Nullable String named() {
    String byEnvironment = System.getenv("DCORE_AGENT");
    String named = agent == null ? byEnvironment : agent;
    return named == null || named.isEmpty() ? null : named;
  }
}
