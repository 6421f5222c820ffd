package dev.dcore.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `dcore leave`.
@Command(
    name = "leave",
    description = "Makes one agent tell the others that it goes, and end; it is not a failure.")
final class LeaveCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private AgentOptions agents = new AgentOptions();

  @Override
  public Integer call() throws CommandFailed, InterruptedException {
    AdminClient agent = agents.one();
    try {
      JsonObject status = agent.status(TIMEOUT);
      String name = status.text("name");
      agent.leave(TIMEOUT);
      awaitGone(agent);
      System.out.println(output.json() ? Output.json(Map.of("left", name)) : name + " has left");
      return 0;
    } catch (IOException e) {
      throw new CommandFailed("the agent " + agent.name() + " failed: " + e.getMessage(), e);
    }
  }

  private static void awaitGone(AdminClient agent) throws CommandFailed, InterruptedException {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        agent.status(TIMEOUT);
        Thread.sleep(Duration.ofMillis(50));
      } catch (IOException _) {
        return;
      }
    }
    throw new CommandFailed(agent.name() + " was told to leave but still runs; look at its log");
  }
}
