package dev.dcore.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `dcore kv`.
@Command(
    name = "kv",
    description = {
      "Keys and values that an agent keeps: durable, and in order.",
      "Each agent has a store of its own: what one is given, no other has."
    },
    subcommands = {
      KvPutCommand.class,
      KvGetCommand.class,
      KvDeleteCommand.class,
      KvListCommand.class
    })
final class KvCommands extends HelpOption implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandSpec own = spec;
    if (own != null) {
      throw new ParameterException(own.commandLine(), "say put, get, delete or list");
    }
  }
}
