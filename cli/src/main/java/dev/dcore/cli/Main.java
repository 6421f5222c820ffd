package dev.dcore.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The `dcore` command.
@Command(
    name = "dcore",
    description = "A research kernel for distributed systems.",
    mixinStandardHelpOptions = true,
    subcommands = VersionCommand.class)
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }
}
