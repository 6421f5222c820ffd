package dev.dcore.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `dcore tags`.
@Command(
    name = "tags",
    description = {
      "Shows what one agent says of itself, and changes it; all members hear of it.",
      "The tag zone says where it is.",
      "A change is kept over a restart, unless the agent is then started with other tags than before."
    })
final class TagsCommand implements Callable<Integer> {
  private static final int BAD_REQUEST = 400;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private AgentOptions agents = new AgentOptions();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets a tag; may be given more than once.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--delete",
      paramLabel = "KEY",
      description = "Removes a tag; may be given more than once.")
  private List<String> delete = new ArrayList<>();

  @Override
  public Integer call() throws CommandFailed {
    for (String key : delete) {
      if (set.containsKey(key)) {
        throw CommandFailed.usage("the tag " + key + " is both set and deleted");
      }
    }
    AdminClient agent = agents.one();
    try {
      JsonObject tags =
          set.isEmpty() && delete.isEmpty()
              ? agent.tags(TIMEOUT)
              : agent.changeTags(set, delete, TIMEOUT);
      System.out.print(render(tags, output.json()));
      return 0;
    } catch (AdminClient.Refused e) {
      if (e.status() == BAD_REQUEST) {
        throw CommandFailed.usage(String.valueOf(e.getMessage()));
      }
      throw new CommandFailed(agent.name() + " refuses: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandFailed("the agent " + agent.name() + " failed: " + e.getMessage(), e);
    }
  }

  static String render(JsonObject tags, boolean json) throws IOException {
    if (json) {
      return Output.prettyJson(tags.fields()) + "\n";
    }
    Map<String, ?> pairs = tags.object("tags").fields();
    if (pairs.isEmpty()) {
      return tags.text("name") + " has no tags\n";
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("TAG", "VALUE"));
    pairs.forEach((key, value) -> rows.add(List.of(key, String.valueOf(value))));
    return Output.table(rows);
  }
}
