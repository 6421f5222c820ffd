package dev.dcore.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A member as an agent's admin API shows it.
record MemberRow(
    String name,
    String id,
    String state,
    String phase,
    String address,
    long incarnation,
    @Nullable Double rttMillis,
    Map<String, @Nullable Object> tags) {
  static MemberRow of(JsonObject json) throws IOException {
    return new MemberRow(
        json.text("name"),
        json.text("id"),
        json.text("state"),
        json.text("phase"),
        json.text("address"),
        json.number("incarnation"),
        json.decimalOrNull("rttMillis"),
        json.object("tags").fields());
  }

  static List<MemberRow> listOf(List<JsonObject> json) throws IOException {
    List<MemberRow> rows = new ArrayList<>();
    for (JsonObject each : json) {
      rows.add(of(each));
    }
    return rows;
  }

  /// What its tag `zone` says, or null.
  @Nullable String zone() {
    return tags.get("zone") instanceof String zone ? zone : null;
  }

  boolean alive() {
    return state.equals("alive");
  }

  /// What `members --json` promises, no more.
  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("id", id);
    json.put("state", state);
    json.put("phase", phase);
    json.put("address", address);
    json.put("incarnation", incarnation);
    json.put("rttMillis", rttMillis);
    json.put("zone", zone());
    json.put("tags", tags);
    return json;
  }

  static List<String> head() {
    return List.of("NAME", "ADDRESS", "STATE", "INCARNATION", "TAGS", "ROUND TRIP");
  }

  List<String> cells() {
    List<String> pairs = new ArrayList<>();
    tags.forEach((key, value) -> pairs.add(key + "=" + value));
    return List.of(
        name,
        address,
        state,
        Long.toString(incarnation),
        Output.orDash(String.join(",", pairs)),
        rttMillis == null ? "-" : String.format(Locale.ROOT, "%.2f ms", rttMillis));
  }
}
