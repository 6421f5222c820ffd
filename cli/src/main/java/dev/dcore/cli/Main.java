package dev.dcore.cli;

import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The `dcore` command.
@Command(
    name = "dcore",
    description = "A research kernel for distributed systems.",
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      AgentCommand.class,
      MembersCommand.class,
      ExplainCommand.class,
      MonitorCommand.class,
      LeaveCommand.class,
      SimCommand.class,
      VersionCommand.class,
      CompletionCommand.class
    })
public final class Main extends HelpOption implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  private Main() {}

  public static void main(String[] arguments) {
    int exitCode = commandLine().execute(arguments);
    System.out.flush();
    System.exit(exitCode);
  }

  /// All commands, also those of other modules.
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    for (CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
      commandLine.addSubcommand(provider.command());
    }
    return commandLine
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((wrong, _) -> onUsage(wrong))
        .setExecutionExceptionHandler((failure, command, _) -> onFailure(failure, command));
  }

  @Override
  public void run() {
    CommandSpec own = spec;
    if (own != null) {
      own.commandLine().usage(System.out);
    }
  }

  private static int onUsage(ParameterException wrong) {
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    String said = String.valueOf(wrong.getMessage());
    System.err.println("dcore: " + said + "; see " + command + " --help");
    return 2;
  }

  private static int onFailure(Exception failure, CommandLine command) {
    if (failure instanceof CommandFailed known) {
      System.err.println("dcore: " + known.getMessage());
      return known.exitCode();
    }
    System.err.println(
        "dcore: "
            + command.getCommandSpec().name()
            + " met a mistake in dcore itself; please report what follows");
    failure.printStackTrace();
    return 1;
  }
}
