package dev.dcore.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `dcore status`.
@Command(
    name = "status",
    description = "Shows the recorded cluster: its agents' processes, and what the others believe.")
final class StatusCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private AgentOptions agents = new AgentOptions();

  @Override
  public Integer call() throws CommandFailed {
    System.out.print(ClusterStatus.look(agents).render(output.json()));
    return 0;
  }
}
