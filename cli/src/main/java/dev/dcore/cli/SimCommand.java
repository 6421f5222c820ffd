package dev.dcore.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `dcore sim`.
@Command(name = "sim", description = "Runs a scenario in the simulator.")
final class SimCommand extends HelpOption implements Callable<Integer> {
  @Override
  public Integer call() throws CommandFailed {
    throw new CommandFailed("the simulator is not part of this build");
  }
}
