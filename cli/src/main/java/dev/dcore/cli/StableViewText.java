package dev.dcore.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A stable view as `members --view stable` prints it.
final class StableViewText {
  private StableViewText() {}

  /// @param view as the admin API shows it
  /// @param wanted of its members only these, and those that the weak view does not know
  static String render(JsonObject view, List<MemberRow> wanted, boolean json) throws IOException {
    Set<String> ids = new LinkedHashSet<>();
    wanted.forEach(member -> ids.add(member.id()));
    List<JsonObject> members = new ArrayList<>();
    for (JsonObject member : view.list("members")) {
      if (ids.contains(member.text("id")) || member.textOrNull("name") == null) {
        members.add(member);
      }
    }
    if (json) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>(view.fields());
      fields.put("members", members.stream().map(JsonObject::fields).toList());
      return Output.prettyJson(fields) + "\n";
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "ADDRESS", "STATE", "BOOT", "SINCE"));
    for (JsonObject member : members) {
      rows.add(
          List.of(
              orElse(member.textOrNull("name"), member.text("id")),
              orElse(member.textOrNull("address"), "-"),
              orElse(member.textOrNull("state"), "-"),
              Long.toString(member.number("boot")),
              Long.toString(member.number("since"))));
    }
    rows.subList(1, rows.size())
        .sort((a, b) -> NaturalOrder.BY_NAME.compare(a.getFirst(), b.getFirst()));
    return "view "
        + view.number("number")
        + " of lineage "
        + view.text("lineage")
        + ", "
        + (rows.size() - 1)
        + (rows.size() == 2 ? " member\n" : " members\n")
        + Output.table(rows);
  }

  private static String orElse(@Nullable String text, String other) {
    return text == null ? other : text;
  }
}
