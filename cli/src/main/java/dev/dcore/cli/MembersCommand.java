package dev.dcore.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `dcore members`.
@Command(name = "members", description = "Shows the members as one agent sees them.")
final class MembersCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private AgentOptions agents = new AgentOptions();

  @Override
  public Integer call() throws CommandFailed {
    AdminClient agent = agents.any();
    try {
      System.out.print(render(agent.members(TIMEOUT), output.json()));
      return 0;
    } catch (IOException e) {
      throw new CommandFailed("the agent " + agent.name() + " failed: " + e.getMessage(), e);
    }
  }

  static String render(List<MemberRow> members, boolean json) {
    List<MemberRow> sorted = new ArrayList<>(members);
    sorted.sort(Comparator.comparing(MemberRow::name, NaturalOrder.BY_NAME));
    if (json) {
      return Output.prettyJson(sorted.stream().map(MemberRow::json).toList()) + "\n";
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(MemberRow.head());
    sorted.forEach(member -> rows.add(member.cells()));
    return Output.table(rows);
  }
}
