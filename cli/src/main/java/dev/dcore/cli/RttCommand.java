package dev.dcore.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `dcore rtt`.
@Command(
    name = "rtt",
    description =
        "Shows the round trip between two members: estimated by coordinates, and measured.")
final class RttCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(8);

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private AgentOptions agents = new AgentOptions();

  @Parameters(index = "0", paramLabel = "FROM", description = "A member's name or id.")
  private String from = "";

  @Parameters(index = "1", paramLabel = "TO", description = "Another one's.")
  private String to = "";

  @Override
  public Integer call() throws CommandFailed {
    AdminClient agent = agents.any();
    try {
      JsonObject roundTrip = agent.roundTrip(from, to, TIMEOUT);
      System.out.print(
          output.json() ? Output.prettyJson(roundTrip.fields()) + "\n" : text(roundTrip));
      return 0;
    } catch (AdminClient.Refused e) {
      throw new CommandFailed(e.getMessage() + "; `dcore members` lists those it knows", e);
    } catch (IOException e) {
      throw new CommandFailed("the agent " + agent.name() + " failed: " + e.getMessage(), e);
    }
  }

  static String text(JsonObject roundTrip) throws IOException {
    String pair = roundTrip.text("from") + " to " + roundTrip.text("to") + ": ";
    Double estimated = roundTrip.decimalOrNull("estimatedMillis");
    Double error = roundTrip.decimalOrNull("error");
    Double measured = roundTrip.decimalOrNull("measuredMillis");
    String note = roundTrip.textOrNull("note");
    String foretold =
        estimated == null
            ? "no estimate"
            : String.format(
                Locale.ROOT,
                "estimated %.2f ms (give or take %.0f %%)",
                estimated,
                100 * (error == null ? 0 : error));
    String seen =
        measured == null
            ? "not measured"
            : String.format(Locale.ROOT, "last measured %.2f ms", measured);
    return pair + foretold + ", " + seen + "\n" + (note == null ? "" : "Note: " + note + "\n");
  }
}
