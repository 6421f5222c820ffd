package dev.dcore.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A command that does nothing without one of its own.
abstract class CommandGroup extends HelpOption implements Runnable {
  private final String which;

  @Spec private @Nullable CommandSpec spec;

  /// @param which what to say to whom names none
  CommandGroup(String which) {
    this.which = which;
  }

  @Override
  public void run() {
    CommandSpec own = spec;
    if (own != null) {
      throw new ParameterException(own.commandLine(), which);
    }
  }
}
