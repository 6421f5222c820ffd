package dev.dcore.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.dcore.cli.CommandFailed;
import dev.dcore.cli.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What was measured, as people and as programs read it: a table that grows part by part, since all
/// parts take half an hour. Each part says of which commit it is.
final class MembershipReport {
  private static final String NAME = "membership-bench";

  /// Columns of the table; what else a row has in JSON stands below it.
  private static final Map<String, String> COLUMNS = columns();

  /// What a column says in other words, or says nothing of.
  private static final Set<String> SILENT =
      Set.of("bound", "baseline", "baselineValue", "median", "min", "max", "error");

  private static final String HEAD =
      """
      # Membership, measured

      Written by `./dcore bench membership --report docs`; not to be edited. All rows are of the configuration that is shipped, in the simulator, with the real codec, frame header and tag, and a function of seeds; only what is said to be wall time is not. *Of* says which number speaks for all runs, *seeds* how many simulated clusters they come from. *SWIM* is the protocol of the paper with the same period and timeouts, *memberlist* that with the parameters of HashiCorp's `DefaultLANConfig`, both in the same simulator; *÷* is ours by SWIM's, or by what the note names. *Theory* is what a published formula gives.

      """;

  private final Path directory;
  private final Map<String, Object> parts;

  private MembershipReport(Path directory, Map<String, Object> parts) {
    this.directory = directory;
    this.parts = parts;
  }

  /// With the parts that an earlier run wrote there.
  static MembershipReport in(Path directory) throws CommandFailed {
    Path file = directory.resolve(NAME + ".json");
    try {
      return new MembershipReport(
          directory,
          Files.exists(file)
              ? new LinkedHashMap<>(JSON.std.mapFrom(Files.readString(file)))
              : new LinkedHashMap<>());
    } catch (IOException e) {
      throw new CommandFailed(file + " is not what this command wrote; delete it", e);
    }
  }

  /// Replaces what was known of this part.
  ///
  /// @param seconds it took
  /// @param commit of what was measured: as it was before
  /// @param machine as it was before
  void put(Membership.Part part, List<Row> rows, double seconds, String commit, String machine)
      throws CommandFailed {
    Map<String, Object> measured = new LinkedHashMap<>();
    measured.put("command", "./dcore bench membership --part " + part.word());
    measured.put("commit", commit);
    measured.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    measured.put("seconds", Math.round(seconds));
    measured.put("machine", machine);
    measured.put("rows", rows.stream().map(Row::fields).toList());
    parts.put(part.word(), measured);
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(NAME + ".json"), Output.prettyJson(parts) + "\n");
      Files.writeString(directory.resolve(NAME + ".md"), markdown());
    } catch (IOException e) {
      throw new CommandFailed(
          "the report cannot be written to " + directory + " (" + e.getMessage() + ")", e);
    }
  }

  private String markdown() {
    StringBuilder text = new StringBuilder(HEAD);
    text.append(Markdown.head(List.copyOf(COLUMNS.values())));
    List<Map<?, ?>> rows = rows();
    rows.forEach(row -> text.append(Markdown.row(cells(row))));
    text.append("\n## Notes\n\n");
    for (Map<?, ?> row : rows) {
      String notes = notes(row);
      if (!notes.isEmpty()) {
        text.append("- ").append(row.get("figure")).append(": ").append(notes).append('\n');
      }
    }
    text.append("\n## Where from\n\n");
    text.append(Markdown.head(List.of("command", "commit", "date", "seconds", "machine")));
    for (Map<?, ?> part : measured()) {
      text.append(
          Markdown.row(
              List.of(
                  "`" + part.get("command") + "`",
                  "`" + part.get("commit") + "`",
                  String.valueOf(part.get("date")),
                  String.valueOf(part.get("seconds")),
                  String.valueOf(part.get("machine")))));
    }
    return text.toString();
  }

  /// In the order of the parts, whenever they were measured.
  private List<Map<?, ?>> measured() {
    List<Map<?, ?>> all = new ArrayList<>();
    for (Membership.Part part : Membership.Part.values()) {
      if (parts.get(part.word()) instanceof Map<?, ?> measured) {
        all.add(measured);
      }
    }
    return all;
  }

  private List<Map<?, ?>> rows() {
    List<Map<?, ?>> rows = new ArrayList<>();
    for (Map<?, ?> part : measured()) {
      if (part.get("rows") instanceof List<?> list) {
        for (Object row : list) {
          if (row instanceof Map<?, ?> fields) {
            rows.add(fields);
          }
        }
      }
    }
    return rows;
  }

  private static List<String> cells(Map<?, ?> row) {
    String sign = "at least".equals(row.get("bound")) ? "≥ " : "≤ ";
    return COLUMNS.keySet().stream()
        .map(
            column -> {
              @Nullable Object value = row.get(column);
              return switch (column) {
                case "target" -> value == null ? "-" : sign + cell(value);
                case "met" -> met(row);
                default -> cell(value);
              };
            })
        .toList();
  }

  private static String met(Map<?, ?> row) {
    if (row.get("error") != null) {
      return "**error**";
    }
    return row.get("target") == null ? "-" : Boolean.TRUE.equals(row.get("met")) ? "yes" : "**no**";
  }

  private static String cell(@Nullable Object value) {
    return value instanceof Number number ? Row.number(number.doubleValue()) : Output.orDash(value);
  }

  private static String notes(Map<?, ?> row) {
    List<String> notes = new ArrayList<>();
    if (row.get("error") != null) {
      notes.add("**" + row.get("error") + "**");
    }
    if (row.get("min") instanceof Number min
        && row.get("max") instanceof Number max
        && !min.equals(max)) {
      notes.add("from " + cell(min) + " to " + cell(max));
    }
    row.forEach(
        (name, value) -> {
          String key = String.valueOf(name);
          if (value != null && !COLUMNS.containsKey(key) && !SILENT.contains(key)) {
            notes.add(key + " " + cell(value));
          }
        });
    return notes.stream().collect(Collectors.joining("; "));
  }

  private static Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("figure", "figure");
    columns.put("statistic", "of");
    columns.put("runs", "runs");
    columns.put("seeds", "seeds");
    columns.put("value", "ours");
    columns.put("swim", "SWIM");
    columns.put("ratio", "÷");
    columns.put("memberlist", "memberlist");
    columns.put("theory", "theory");
    columns.put("unit", "unit");
    columns.put("target", "target");
    columns.put("met", "met");
    return columns;
  }
}
