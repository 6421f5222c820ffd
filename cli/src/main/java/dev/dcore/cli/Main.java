package dev.dcore.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The `dcore` command.
@Command(name = "dcore", description = "A research kernel for distributed systems.")
public final class Main extends HelpOption implements Runnable {
  /// By name, in the order of the help. Reading a command's annotations costs more than running it
  /// does, so only those are read that are needed.
  private static final Map<String, Class<?>> COMMANDS = commands();

  @Spec private @Nullable CommandSpec spec;

  private Main() {}

  public static void main(String[] arguments) {
    int exitCode = commandLine(arguments).execute(arguments);
    System.out.flush();
    System.exit(exitCode);
  }

  /// All commands, also those of other modules.
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    COMMANDS.values().forEach(commandLine::addSubcommand);
    for (CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
      commandLine.addSubcommand(provider.command());
    }
    return configured(commandLine);
  }

  /// What can run these arguments: the one command that they begin with, or else all.
  static CommandLine commandLine(String... arguments) {
    Class<?> only = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
    return only == null
        ? commandLine()
        : configured(new CommandLine(new Main()).addSubcommand(only));
  }

  private static Map<String, Class<?>> commands() {
    Map<String, Class<?>> commands = new LinkedHashMap<>();
    commands.put("up", UpCommand.class);
    commands.put("down", DownCommand.class);
    commands.put("status", StatusCommand.class);
    commands.put("agent", AgentCommand.class);
    commands.put("plan", PlanCommand.class);
    commands.put("members", MembersCommand.class);
    commands.put("explain", ExplainCommand.class);
    commands.put("monitor", MonitorCommand.class);
    commands.put("topology", TopologyCommand.class);
    commands.put("reachability", ReachabilityCommand.class);
    commands.put("rtt", RttCommand.class);
    commands.put("event", EventCommand.class);
    commands.put("tags", TagsCommand.class);
    commands.put("kv", KvCommands.class);
    commands.put("checkpoint", CheckpointCommand.class);
    commands.put("compact", CompactCommand.class);
    commands.put("backup", BackupCommand.class);
    commands.put("restore", RestoreCommand.class);
    commands.put("join", JoinCommand.class);
    commands.put("drain", DrainCommand.class);
    commands.put("leave", LeaveCommand.class);
    commands.put("force-leave", ForceLeaveCommand.class);
    commands.put("doctor", DoctorCommand.class);
    commands.put("wal", WalCommand.class);
    commands.put("sim", SimCommand.class);
    commands.put("version", VersionCommand.class);
    commands.put("completion", CompletionCommand.class);
    return commands;
  }

  private static CommandLine configured(CommandLine commandLine) {
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
