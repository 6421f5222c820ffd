package dev.dcore.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `dcore explain`.
@Command(
    name = "explain",
    description = "Shows why a member is believed alive, suspect, dead or left: the evidence.")
final class ExplainCommand implements Callable<Integer> {
  /// The agent waits three seconds for the accuser's record.
  private static final Duration TIMEOUT = Duration.ofSeconds(8);

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private AgentOptions agents = new AgentOptions();

  @Parameters(paramLabel = "NODE", description = "A member's name or id.")
  private String node = "";

  @Override
  public Integer call() throws CommandFailed {
    AdminClient agent = agents.any(node);
    try {
      JsonObject explanation = agent.explain(node, TIMEOUT);
      System.out.print(
          output.json()
              ? Output.prettyJson(explanation.fields()) + "\n"
              : ExplanationText.of(explanation));
      return 0;
    } catch (AdminClient.Refused e) {
      throw new CommandFailed(e.getMessage() + "; `dcore members` lists those it knows", e);
    } catch (IOException e) {
      throw new CommandFailed("the agent " + agent.name() + " failed: " + e.getMessage(), e);
    }
  }
}
