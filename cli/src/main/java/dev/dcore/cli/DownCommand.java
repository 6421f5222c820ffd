package dev.dcore.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `dcore down`.
@Command(
    name = "down",
    description = "Stops all agents of the recorded cluster; what they keep on disk stays.")
final class DownCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private DataDirectory directory = new DataDirectory();

  @Override
  public Integer call() throws CommandFailed, InterruptedException {
    directory.cluster();
    try (ClusterLock _ = ClusterLock.take(directory.path())) {
      ClusterStop.Result result = ClusterStop.all(directory.cluster(), directory.path());
      System.out.print(result.render(output.json()));
      if (!result.survivors().isEmpty()) {
        throw new CommandFailed(
            String.join(", ", result.survivors()) + " cannot be killed: run as their user");
      }
      return 0;
    }
  }
}
