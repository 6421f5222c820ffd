package dev.dcore.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dcore event`.
@Command(
    name = "event",
    description = {
      "Tells all members something: who takes part hears of it once, within a second or two.",
      "`dcore monitor` shows events as they arrive."
    })
final class EventCommand implements Callable<Integer> {
  private static final int CONFLICT = 409;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private AgentOptions agents = new AgentOptions();

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "What it is about: letters, digits and . _ -")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PAYLOAD",
      description = "At most 512 bytes of UTF-8.")
  private String payload = "";

  @Option(
      names = "--coalesce",
      description = "It replaces older ones of its name, which then need not arrive.")
  private boolean coalesce;

  @Override
  public Integer call() throws CommandFailed {
    AdminClient agent = agents.any();
    try {
      JsonObject sent =
          agent.event(name, payload.getBytes(StandardCharsets.UTF_8), coalesce, TIMEOUT);
      System.out.println(
          output.json()
              ? Output.json(sent.fields())
              : sent.text("origin") + " has told the cluster of " + sent.text("sent"));
      return 0;
    } catch (AdminClient.Refused e) {
      String why = agent.name() + " did not send it: " + e.getMessage();
      throw e.status() == CONFLICT ? new CommandFailed(why, e) : CommandFailed.usage(why);
    } catch (IOException e) {
      throw new CommandFailed("the agent " + agent.name() + " failed: " + e.getMessage(), e);
    }
  }
}
