package dev.dcore.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A topology as people read it: who is in which zone, the round trips between zones, and a map.
final class TopologyText {
  /// More names do not help; the count does.
  private static final int NAMES_MAX = 8;

  private static final String NO_ZONE = "(none)";

  private TopologyText() {}

  static String of(JsonObject topology) throws IOException {
    Map<String, List<String>> zones = new TreeMap<>();
    List<TopologyMap.Point> points = new ArrayList<>();
    for (JsonObject member : topology.list("members")) {
      String zone = zone(member.textOrNull("zone"));
      String name = member.text("name");
      String state = member.text("state");
      String marked = state.equals("alive") ? name : name + " (" + state + ")";
      zones.computeIfAbsent(zone, _ -> new ArrayList<>()).add(marked);
      if (member.fields().get("coordinate") != null) {
        points.add(point(name, zone, member.object("coordinate")));
      }
    }
    Map<String, String> roundTrips = new LinkedHashMap<>();
    for (JsonObject pair : topology.list("roundTrips")) {
      String from = zone(pair.textOrNull("from"));
      String to = zone(pair.textOrNull("to"));
      String millis = millis(pair.decimalOrNull("millis"));
      roundTrips.put(from + "\n" + to, millis);
      roundTrips.put(to + "\n" + from, millis);
    }
    return zones(zones)
        + "\nround trips between zones, as coordinates foretell them (the median of all pairs)\n"
        + matrix(List.copyOf(zones.keySet()), roundTrips)
        + TopologyMap.draw(points);
  }

  private static String zones(Map<String, List<String>> zones) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ZONE", "MEMBERS", "NAMES"));
    zones.forEach(
        (zone, names) -> rows.add(List.of(zone, Integer.toString(names.size()), names(names))));
    return Output.table(rows);
  }

  private static String names(List<String> names) {
    String first =
        names.stream()
            .sorted(NaturalOrder.BY_NAME)
            .limit(NAMES_MAX)
            .collect(Collectors.joining(", "));
    return names.size() <= NAMES_MAX ? first : first + ", …";
  }

  private static String matrix(List<String> zones, Map<String, String> roundTrips) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>();
    head.add("");
    head.addAll(zones);
    rows.add(head);
    for (String from : zones) {
      List<String> row = new ArrayList<>();
      row.add(from);
      zones.forEach(to -> row.add(roundTrips.getOrDefault(from + "\n" + to, "-")));
      rows.add(row);
    }
    return Output.table(rows);
  }

  private static TopologyMap.Point point(String name, String zone, JsonObject coordinate)
      throws IOException {
    return new TopologyMap.Point(
        name, zone, part(coordinate, "x"), part(coordinate, "y"), part(coordinate, "z"));
  }

  private static double part(JsonObject coordinate, String field) throws IOException {
    Double value = coordinate.decimalOrNull(field);
    return value == null ? 0 : value;
  }

  private static String zone(@Nullable String zone) {
    return zone == null ? NO_ZONE : zone;
  }

  static String millis(@Nullable Double millis) {
    return millis == null ? "-" : String.format(Locale.ROOT, "%.2f ms", millis);
  }
}
