package dev.dcore.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dcore kv watch`.
@Command(
    name = "watch",
    description = {
      "Prints what becomes of keys, in order and without a gap, until Ctrl-C. When the agent that is",
      "asked goes away, another one goes on where it ended. \"resync\" says that changes are",
      "forgotten already, or came too fast: what is there now, `dcore kv list` shows."
    })
final class KvWatchCommand implements Callable<Integer> {
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private StoreOptions store = new StoreOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PREFIX",
      description = "Only keys that begin so.")
  private String prefix = "";

  @Option(
      names = "--from",
      paramLabel = "POSITION",
      description = "Begins with what happened there; with what comes unless given.")
  private long from;

  @Override
  public Integer call() throws CommandFailed {
    if (from < 0) {
      throw CommandFailed.usage("--from is not negative");
    }
    try (Interrupts _ = Interrupts.to(() -> 0)) {
      AdminClient agent = store.agent("");
      while (true) {
        String why = watch(agent);
        System.err.println("the agent " + agent.name() + " is gone (" + why + ")");
        agent = store.agent(agent.name());
      }
    }
  }

  /// Prints until the agent is gone.
  ///
  /// @return why, in a few words
  private String watch(AdminClient agent) throws CommandFailed {
    try (AdminClient.Events lines = agent.kvWatch(prefix, from)) {
      while (true) {
        String line = lines.next(Long.MAX_VALUE);
        if (line == null) {
          return "it has ended";
        }
        JsonObject said = JsonObject.parse(line);
        from = Math.max(from, said.number("position") + 1);
        System.out.print(output.json() ? line + "\n" : text(said, prefix));
        System.out.flush();
      }
    } catch (AdminClient.Refused e) {
      throw new CommandFailed(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  static String text(JsonObject said, String prefix) throws IOException {
    long position = said.number("position");
    return switch (said.text("type")) {
      case "begin" ->
          said.text("name") + " says what becomes of \"" + prefix + "\" from " + position + " on\n";
      case "resync" -> position + " resync\n";
      default -> {
        StringBuilder lines = new StringBuilder();
        for (JsonObject event : said.list("events")) {
          lines.append(position).append(' ').append(event.text("type"));
          lines.append(' ').append(event.text("key"));
          if (event.text("type").equals("put")) {
            lines.append(' ').append(event.text("value"));
          }
          lines.append('\n');
        }
        yield lines.toString();
      }
    };
  }
}
