package dev.dcore.bench;

import dev.dcore.cli.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A row of ours, with what stands beside it.
///
/// @param seeds how many simulations its samples come from
/// @param theory what a published formula says, or null
record Compared(
    Row row,
    int seeds,
    @Nullable Double swim,
    @Nullable Double memberlist,
    @Nullable Double theory) {
  /// The same with all that is compared in JSON, too; the ratio is to plain SWIM.
  Row complete() {
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("statistic", row.statistic().word());
    more.put("seeds", seeds);
    put(more, "swim", swim);
    put(more, "memberlist", memberlist);
    put(more, "theory", theory);
    more.putAll(row.more());
    @Nullable Baseline baseline = row.baseline();
    if (baseline == null && swim != null) {
      baseline = new Baseline("plain SWIM", swim);
    }
    return new Row(row.figure(), row.samples(), row.statistic(), baseline, more, row.error());
  }

  private static void put(Map<String, Object> more, String name, @Nullable Double value) {
    if (value != null && Double.isFinite(value)) {
      more.put(name, Row.rounded(value));
    }
  }

  /// What all rows print for people, with notes below.
  static String table(List<Compared> all) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(
        List.of(
            "FIGURE",
            "OF",
            "RUNS",
            "OURS",
            "SWIM",
            "÷",
            "MEMBERLIST",
            "THEORY",
            "UNIT",
            "TARGET",
            "MET"));
    all.forEach(each -> cells.add(each.cells()));
    StringBuilder text = new StringBuilder(Output.table(cells));
    for (Compared each : all) {
      each.row.more().forEach((name, value) -> each.note(text, name + " " + value));
      @Nullable String error = each.row.error();
      if (error != null) {
        each.note(text, "ERROR " + error);
      }
    }
    return text.toString();
  }

  private void note(StringBuilder text, String what) {
    text.append(row.figure().name()).append(": ").append(what).append('\n');
  }

  private List<String> cells() {
    Figure figure = row.figure();
    return List.of(
        figure.name(),
        row.statistic().word(),
        String.valueOf(row.samples().count()),
        row.samples().isEmpty() ? "-" : cell(row.value()),
        cell(swim),
        cell(complete().ratio()),
        cell(memberlist),
        cell(theory),
        figure.unit(),
        figure.targetWords(),
        row.metWords());
  }

  private static String cell(@Nullable Double value) {
    return value == null ? "-" : Double.isFinite(value) ? Row.number(Row.rounded(value)) : "never";
  }
}
