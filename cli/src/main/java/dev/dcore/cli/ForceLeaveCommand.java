package dev.dcore.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `dcore force-leave`.
@Command(
    name = "force-leave",
    description = {
      "Says of a member that is gone for good that it has left, so that nobody waits for it.",
      "A member that lives takes it back itself."
    })
final class ForceLeaveCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private AgentOptions agents = new AgentOptions();

  @Parameters(paramLabel = "NODE", description = "A member's name or id.")
  private String node = "";

  @Override
  public Integer call() throws CommandFailed {
    AdminClient agent = agents.any(node);
    try {
      JsonObject answer = agent.forceLeave(node, TIMEOUT);
      String name = answer.object("member").text("name");
      String before = answer.text("before");
      System.out.println(output.json() ? Output.json(json(name, before)) : text(name, before));
      return 0;
    } catch (AdminClient.Refused e) {
      throw new CommandFailed(e.getMessage() + "; `dcore members` lists those it knows", e);
    } catch (IOException e) {
      throw new CommandFailed("the agent " + agent.name() + " failed: " + e.getMessage(), e);
    }
  }

  private static Map<String, @Nullable Object> json(String name, String before) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("forcedToLeave", name);
    json.put("before", before);
    return json;
  }

  static String text(String name, String before) {
    return switch (before) {
      case "dead" -> name + " counts as left";
      case "left" -> name + " had left already";
      default ->
          name
              + " was "
              + before
              + ": if it lives it takes this back; to stop it, run `dcore leave --agent "
              + name
              + "`";
    };
  }
}
