package dev.dcore.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `dcore sim`.
@Command(name = "sim", description = "Runs a scenario in the simulator.")
final class SimCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() throws CommandFailed {
    throw new CommandFailed("the simulator is not part of this build");
  }
}
