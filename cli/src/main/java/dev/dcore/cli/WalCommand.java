package dev.dcore.cli;

import dev.dcore.node.storage.StoredLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `dcore wal`.
@Command(
    name = "wal",
    description = "Looks at the write-ahead log of a directory, and changes nothing.",
    subcommands = {WalCommand.Inspect.class, WalCommand.Verify.class})
final class WalCommand extends CommandGroup {
  WalCommand() {
    super("name one of inspect, verify");
  }

  private static LogText look(Path directory) throws CommandFailed, InterruptedException {
    if (!Files.isDirectory(directory)) {
      throw new CommandFailed(directory + " is not a directory; name one that holds a log");
    }
    StoredLog log = StoredLog.in(directory);
    return new LogText(log.directory(), log.inspect());
  }

  /// `dcore wal inspect DIR`.
  @Command(
      name = "inspect",
      description = {
        "Shows the segments of a log, what they hold, and a torn end if there is one.",
        "DIR is the log's directory, or a node's data directory."
      })
  static final class Inspect implements Callable<Integer> {
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(index = "0", paramLabel = "DIR", description = "Where the log is.")
    private Path directory = Path.of(".");

    @Override
    public Integer call() throws CommandFailed, InterruptedException {
      LogText text = look(directory);
      System.out.print(output.json() ? Output.prettyJson(text.json()) + "\n" : text.table());
      return 0;
    }
  }

  /// `dcore wal verify DIR`.
  @Command(
      name = "verify",
      description = {
        "Checks every byte of a log. Exits 1 when one is damaged, and says which.",
        "DIR is the log's directory, or a node's data directory."
      })
  static final class Verify implements Callable<Integer> {
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(index = "0", paramLabel = "DIR", description = "Where the log is.")
    private Path directory = Path.of(".");

    @Override
    public Integer call() throws CommandFailed, InterruptedException {
      LogText text = look(directory);
      System.out.print(output.json() ? Output.prettyJson(text.json()) + "\n" : text.verdict());
      return text.intact() ? 0 : 1;
    }
  }
}
