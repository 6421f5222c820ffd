package dev.dcore.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `dcore join`.
@Command(
    name = "join",
    description = {
      "Makes one agent that runs join another's cluster, and waits until it is let in.",
      "Those that it was with come along: two clusters become one."
    })
final class JoinCommand implements Callable<Integer> {
  /// Who is there answers in milliseconds.
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private AgentOptions agents = new AgentOptions();

  @Parameters(
      paramLabel = "HOST:PORT",
      arity = "1",
      description = "Where a member of that cluster listens.")
  private String member = "";

  @Override
  public Integer call() throws CommandFailed {
    AdminClient agent = agents.one();
    try (AdminClient.Events events = agent.events()) {
      List<String> asked = agent.join(member, LIMIT);
      String found = await(events, asked);
      if (found == null) {
        throw new CommandFailed(
            member
                + " did not let "
                + agent.name()
                + " in within "
                + LIMIT.toSeconds()
                + " s: see whether a member listens there; the log of "
                + agent.name()
                + " has the reason of a refusal");
      }
      System.out.println(
          output.json()
              ? Output.json(json(agent.name(), found))
              : agent.name() + " is with " + found);
      return 0;
    } catch (AdminClient.Refused e) {
      throw new CommandFailed(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new CommandFailed("the agent " + agent.name() + " failed: " + e.getMessage(), e);
    }
  }

  private static @Nullable String await(AdminClient.Events events, List<String> asked)
      throws IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    for (String line = events.next(deadline); line != null; line = events.next(deadline)) {
      Optional<MemberRow> found =
          members(JsonObject.parse(line)).stream()
              .filter(each -> each.alive() && asked.contains(each.address()))
              .findFirst();
      if (found.isPresent()) {
        return found.get().name();
      }
    }
    return null;
  }

  /// A resync has `members`, a change of one has `member`, and other events have neither.
  private static List<MemberRow> members(JsonObject event) throws IOException {
    List<MemberRow> members = new ArrayList<>();
    if (event.fields().containsKey("members")) {
      members.addAll(MemberRow.listOf(event.list("members")));
    }
    if (event.fields().containsKey("member")) {
      members.add(MemberRow.of(event.object("member")));
    }
    return members;
  }

  private static Map<String, @Nullable Object> json(String name, String with) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("with", with);
    return json;
  }
}
