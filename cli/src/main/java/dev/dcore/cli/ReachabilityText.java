package dev.dcore.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Who reaches whom as people read it: a matrix while it fits a terminal, and a sentence for each
/// path that fails.
final class ReachabilityText {
  private static final int MATRIX_MEMBERS_MAX = 16;

  private ReachabilityText() {}

  static String of(JsonObject reachability) throws IOException {
    List<String> names =
        reachability.texts("members").stream().sorted(NaturalOrder.BY_NAME).toList();
    List<String> troubles = troubles(reachability);
    StringBuilder text = new StringBuilder();
    if (names.size() <= MATRIX_MEMBERS_MAX) {
      text.append("the last direct ping of each (row) to each (column), in milliseconds\n");
      text.append(matrix(names, reachability.list("paths"))).append('\n');
    }
    if (troubles.isEmpty()) {
      text.append("no path between the ")
          .append(names.size())
          .append(" members is known to fail\n");
    }
    troubles.forEach(trouble -> text.append(trouble).append('\n'));
    return text.toString();
  }

  private static String matrix(List<String> names, List<JsonObject> paths) throws IOException {
    Map<String, String> cells = new LinkedHashMap<>();
    for (JsonObject path : paths) {
      cells.put(path.text("from") + " " + path.text("to"), cell(path));
    }
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>();
    head.add("");
    head.addAll(names);
    rows.add(head);
    for (String from : names) {
      List<String> row = new ArrayList<>();
      row.add(from);
      for (String to : names) {
        row.add(from.equals(to) ? "." : cells.getOrDefault(from + " " + to, "?"));
      }
      rows.add(row);
    }
    return Output.table(rows);
  }

  private static String cell(JsonObject path) throws IOException {
    Double millis = path.decimalOrNull("roundTripMillis");
    return switch (path.text("last")) {
      case "answered" -> millis == null ? "ok" : String.format(Locale.ROOT, "%.2f", millis);
      case "missed" -> "missed";
      default -> "-";
    };
  }

  private static List<String> troubles(JsonObject reachability) throws IOException {
    List<String> sentences = new ArrayList<>();
    for (JsonObject silent : reachability.list("silent")) {
      sentences.add(silent.text("name") + " did not answer when asked: " + silent.text("reason"));
    }
    for (JsonObject broken : reachability.list("broken")) {
      String from = broken.text("from");
      String to = broken.text("to");
      if (!broken.flag("certain")) {
        sentences.add(from + " had no answer from " + to + " to its last direct ping");
      } else if (broken.flag("bothWays")) {
        sentences.add("datagrams pass neither from " + from + " to " + to + " nor back");
      } else {
        sentences.add("datagrams from " + from + " do not arrive at " + to);
      }
    }
    return sentences;
  }
}
