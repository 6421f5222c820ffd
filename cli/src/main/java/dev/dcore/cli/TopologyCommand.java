package dev.dcore.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `dcore topology`.
@Command(
    name = "topology",
    description = {
      "Draws where the members are: zones, and the round trips that their coordinates foretell.",
      "A member's zone is its tag zone."
    })
final class TopologyCommand implements Callable<Integer> {
  /// Five hundred members are asked in eight rounds; a silent one costs its round two seconds.
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private AgentOptions agents = new AgentOptions();

  @Override
  public Integer call() throws CommandFailed {
    AdminClient agent = agents.any();
    try {
      JsonObject topology = agent.topology(TIMEOUT);
      System.out.print(
          output.json() ? Output.prettyJson(topology.fields()) + "\n" : TopologyText.of(topology));
      return 0;
    } catch (IOException e) {
      throw new CommandFailed("the agent " + agent.name() + " failed: " + e.getMessage(), e);
    }
  }
}
