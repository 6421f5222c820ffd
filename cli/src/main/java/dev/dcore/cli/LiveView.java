package dev.dcore.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// What `up` shows until it is interrupted: the changes that one of the agents sees, and when that
/// is gone, those that another sees.
final class LiveView {
  private static final Duration RETRY = Duration.ofMillis(200);

  private LiveView() {}

  /// Ends by itself when no agent runs any more.
  ///
  /// @return the exit code: 0 when somebody stopped the cluster with `down`
  static int show(AgentOptions agents, StartGate gate, boolean json)
      throws CommandFailed, InterruptedException {
    System.err.println("Ctrl-C stops the agents");
    while (!gate.isClosed()) {
      List<AdminClient> running = agents.recorded();
      if (running.isEmpty()) {
        return end(agents);
      }
      for (AdminClient agent : running) {
        follow(agent, gate, json);
      }
      Thread.sleep(RETRY);
    }
    return 0;
  }

  private static void follow(AdminClient agent, StartGate gate, boolean json) {
    try (AdminClient.Events events = agent.events()) {
      String line = events.next(Long.MAX_VALUE);
      while (line != null) {
        System.out.println(json ? line : ChangeText.of(line, agent.name()));
        System.out.flush();
        line = events.next(Long.MAX_VALUE);
      }
    } catch (IOException e) {
      if (!gate.isClosed()) {
        System.err.println(agent.name() + " is gone: " + e.getMessage());
      }
    }
  }

  private static int end(AgentOptions agents) throws CommandFailed {
    boolean stopped =
        ClusterFile.read(agents.directory()).stream()
            .flatMap(cluster -> cluster.nodes().stream())
            .allMatch(node -> node.process() == null);
    if (stopped) {
      System.err.println("the cluster was stopped by `dcore down`");
      return 0;
    }
    throw new CommandFailed("no agent runs any more: look at the logs in " + agents.directory());
  }
}
