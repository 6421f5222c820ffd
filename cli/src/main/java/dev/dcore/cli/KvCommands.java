package dev.dcore.cli;

import picocli.CommandLine.Command;

/// `dcore kv`.
@Command(
    name = "kv",
    description = {
      "Keys and values, durable and in order: replicated by the agents of `dcore up`, and the same",
      "whichever of them is asked. An agent that was started without voters has a store of its own."
    },
    subcommands = {
      KvPutCommand.class,
      KvGetCommand.class,
      KvDeleteCommand.class,
      KvCasCommand.class,
      KvListCommand.class,
      KvWatchCommand.class
    })
final class KvCommands extends CommandGroup {
  KvCommands() {
    super("say put, get, delete, cas, list or watch");
  }
}
