package dev.dcore.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// `dcore members`.
@Command(name = "members", description = "Shows the members as one agent sees them.")
final class MembersCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private AgentOptions agents = new AgentOptions();

  @Option(names = "--zone", paramLabel = "ZONE", description = "Only those whose tag zone is this.")
  private @Nullable String zone;

  @Option(
      names = "--tag",
      paramLabel = "KEY=VALUE",
      description = "Only those with this tag; may be given more than once.")
  private Map<String, String> tags = new LinkedHashMap<>();

  @Option(
      names = "--view",
      paramLabel = "weak|stable",
      defaultValue = "weak",
      converter = View.Converter.class,
      description = {
        "weak: what the agent believes now (the default).",
        "stable: the numbered view on which all who hold it agree."
      })
  private View view = View.WEAK;

  @Override
  public Integer call() throws CommandFailed, InterruptedException {
    AdminClient agent = agents.any();
    try {
      List<MemberRow> members = wanted(agent.members(TIMEOUT), zone, tags);
      System.out.print(
          view == View.STABLE
              ? StableViewText.render(
                  new StableViewWait(agent).view(members), members, output.json())
              : render(members, output.json()));
      return 0;
    } catch (IOException e) {
      throw new CommandFailed("the agent " + agent.name() + " failed: " + e.getMessage(), e);
    }
  }

  static List<MemberRow> wanted(
      List<MemberRow> members, @Nullable String zone, Map<String, String> tags) {
    return members.stream()
        .filter(member -> zone == null || zone.equals(member.zone()))
        .filter(member -> member.tags().entrySet().containsAll(tags.entrySet()))
        .toList();
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

  private enum View {
    WEAK,
    STABLE;

    private static final class Converter implements ITypeConverter<View> {
      @Override
      public View convert(String value) {
        return switch (value) {
          case "weak" -> WEAK;
          case "stable" -> STABLE;
          default -> throw new TypeConversionException("it is weak or stable");
        };
      }
    }
  }
}
