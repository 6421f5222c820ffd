package dev.dcore.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dcore kv list`.
@Command(name = "list", description = "Lists keys, in their order.")
final class KvListCommand implements Callable<Integer> {
  /// What of a value fits a line.
  private static final int SHOWN_CHARACTERS = 60;

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private ReadOptions read = new ReadOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PREFIX",
      description = "Only keys that begin so.")
  private String prefix = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many at most, up to 1,000; ${DEFAULT-VALUE} unless given.")
  private int limit;

  @Option(
      names = "--after",
      paramLabel = "KEY",
      defaultValue = "",
      description = "Only keys behind this one: the last of the page before.")
  private String after = "";

  @Override
  public Integer call() throws CommandFailed {
    String text =
        store.ask(
            agent -> agent.kvList(prefix, after, limit, read.level(), StoreOptions.TIMEOUT),
            listed -> render(listed, output.json()));
    System.out.print(text);
    return 0;
  }

  static String render(JsonObject listed, boolean json) throws IOException {
    if (json) {
      return Output.prettyJson(listed.fields()) + "\n";
    }
    List<JsonObject> keys = listed.list("keys");
    if (keys.isEmpty()) {
      return "there are no such keys\n";
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("KEY", "VERSION", "VALUE"));
    for (JsonObject key : keys) {
      rows.add(
          List.of(key.text("key"), Long.toString(key.number("version")), shown(key.text("value"))));
    }
    String more = "there are more: go on with --after " + keys.getLast().text("key") + "\n";
    return Output.table(rows) + (listed.flag("more") ? more : "");
  }

  private static String shown(String value) {
    String line = value.lines().findFirst().orElse("");
    return line.length() == value.length() && line.length() <= SHOWN_CHARACTERS
        ? line
        : line.substring(0, Math.min(SHOWN_CHARACTERS, line.length())) + "…";
  }
}
