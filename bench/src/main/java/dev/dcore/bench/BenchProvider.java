package dev.dcore.bench;

import dev.dcore.cli.CommandProvider;

/// Gives the command line its `bench`.
public final class BenchProvider implements CommandProvider {
  @Override
  public Object command() {
    return new BenchCommand();
  }
}
