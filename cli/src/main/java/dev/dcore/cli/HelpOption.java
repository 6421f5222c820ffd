package dev.dcore.cli;

import picocli.CommandLine.Option;

/// What every command takes.
class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  private boolean asked;

  boolean asked() {
    return asked;
  }
}
