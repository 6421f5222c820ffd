package dev.dcore.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What every command that prints takes.
final class OutputOptions {
  @Mixin private HelpOption help = new HelpOption();

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  boolean json() {
    return json;
  }
}
