package dev.dcore.cli;

import picocli.CommandLine.Option;

/// What every command that prints takes.
public final class OutputOptions extends HelpOption {
  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  public boolean json() {
    return json;
  }
}
