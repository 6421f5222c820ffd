package dev.dcore.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `dcore reachability`.
@Command(
    name = "reachability",
    description = {
      "Shows who reaches whom directly: asks all members whose last direct ping was answered.",
      "With more than 16 members it lists only the paths that fail."
    })
final class ReachabilityCommand implements Callable<Integer> {
  /// As that of a topology.
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private AgentOptions agents = new AgentOptions();

  @Override
  public Integer call() throws CommandFailed {
    AdminClient agent = agents.any();
    try {
      JsonObject reachability = agent.reachability(TIMEOUT);
      System.out.print(
          output.json()
              ? Output.prettyJson(reachability.fields()) + "\n"
              : ReachabilityText.of(reachability));
      return 0;
    } catch (IOException e) {
      throw new CommandFailed("the agent " + agent.name() + " failed: " + e.getMessage(), e);
    }
  }
}
