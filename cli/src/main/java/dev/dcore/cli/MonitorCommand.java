package dev.dcore.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `dcore monitor`.
@Command(
    name = "monitor",
    description = "Prints changes of the members as they happen, until Ctrl-C.")
final class MonitorCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private AgentOptions agents = new AgentOptions();

  @Option(names = "--for", paramLabel = "SECONDS", description = "Ends after so long.")
  private @Nullable Double seconds;

  @Override
  public Integer call() throws CommandFailed {
    Double limit = seconds;
    if (limit != null && !(limit > 0 && limit < 1e9)) {
      throw CommandFailed.usage("--for takes a positive number of seconds");
    }
    long deadline =
        limit == null
            ? Long.MAX_VALUE
            : System.nanoTime() + Duration.ofMillis((long) (limit * 1_000)).toNanos();
    AdminClient agent = agents.any();
    try (Interrupts _ = Interrupts.to(() -> 0);
        AdminClient.Events events = agent.events()) {
      String line = events.next(deadline);
      while (line != null) {
        System.out.println(output.json() ? line : ChangeText.of(line, agent.name()));
        System.out.flush();
        line = events.next(deadline);
      }
      return 0;
    } catch (IOException e) {
      throw new CommandFailed(
          "the agent " + agent.name() + " is gone (" + e.getMessage() + "): watch another", e);
    }
  }
}
