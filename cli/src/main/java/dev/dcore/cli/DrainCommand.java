package dev.dcore.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `dcore drain`.
@Command(
    name = "drain",
    description = {
      "Makes one agent say that it wants no new work; it stays a member, and all see its phase.",
      "With --off it takes work again."
    })
final class DrainCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private AgentOptions agents = new AgentOptions();

  @Option(names = "--off", description = "Takes it back.")
  private boolean off;

  @Override
  public Integer call() throws CommandFailed {
    AdminClient agent = agents.one();
    try {
      JsonObject answer = agent.drain(!off, TIMEOUT);
      System.out.println(
          output.json()
              ? Output.json(answer.fields())
              : answer.text("name") + " is " + answer.text("phase"));
      return 0;
    } catch (AdminClient.Refused e) {
      throw new CommandFailed(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new CommandFailed("the agent " + agent.name() + " failed: " + e.getMessage(), e);
    }
  }
}
