package dev.dcore.cli;

import picocli.CommandLine.Command;

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
final class KvCommands extends CommandGroup {
  KvCommands() {
    super("say put, get, delete or list");
  }
}
