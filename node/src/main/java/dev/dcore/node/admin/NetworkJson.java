package dev.dcore.node.admin;

import dev.dcore.kernel.cluster.topology.Coordinate;
import dev.dcore.kernel.cluster.topology.PeerReport;
import dev.dcore.node.Reachability;
import dev.dcore.node.RoundTrip;
import dev.dcore.node.Topology;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The JSON shapes of what the admin API says of the network.
final class NetworkJson {
  private NetworkJson() {}

  /// `{observer, members: [{name, zone, state, coordinate}], roundTrips: [{from, to, millis,
  /// pairs}]}`. A zone is null where none is said; `coordinate` is `{x, y, z, height, adjustment,
  /// error}` in milliseconds, or null.
  static Map<String, @Nullable Object> topology(Topology topology) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("observer", topology.observer());
    json.put("members", topology.places().stream().map(NetworkJson::place).toList());
    json.put(
        "roundTrips",
        topology.roundTrips().stream()
            .map(
                pair -> {
                  Map<String, @Nullable Object> row = new LinkedHashMap<>();
                  row.put("from", AdminJson.orNull(pair.from()));
                  row.put("to", AdminJson.orNull(pair.to()));
                  row.put("millis", thousandths(pair.millis()));
                  row.put("pairs", pair.pairs());
                  return row;
                })
            .toList());
    return json;
  }

  /// `{observer, members: [NAME], paths: [{from, to, state, last, roundTripMillis, heardAgoMillis,
  /// answeredAgoMillis, missedAgoMillis}], broken: [{from, to, bothWays, certain}], silent: [{name,
  /// reason}]}`. `last` is `answered`, `missed` or `untried`; an age is null for never.
  static Map<String, @Nullable Object> reachability(Reachability reachability) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("observer", reachability.observer());
    json.put("members", reachability.members().stream().map(member -> member.name()).toList());
    json.put("paths", reachability.paths().stream().map(NetworkJson::path).toList());
    json.put(
        "broken",
        reachability.broken().stream()
            .map(
                broken -> {
                  Map<String, @Nullable Object> row = new LinkedHashMap<>();
                  row.put("from", broken.from());
                  row.put("to", broken.to());
                  row.put("bothWays", broken.bothWays());
                  row.put("certain", broken.certain());
                  return row;
                })
            .toList());
    json.put(
        "silent",
        reachability.silent().entrySet().stream()
            .map(
                each -> {
                  Map<String, @Nullable Object> row = new LinkedHashMap<>();
                  row.put("name", each.getKey());
                  row.put("reason", each.getValue());
                  return row;
                })
            .toList());
    return json;
  }

  /// `{from, to, estimatedMillis, error, measuredMillis, note}`; what is not known is null.
  static Map<String, @Nullable Object> roundTrip(RoundTrip roundTrip) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("from", roundTrip.from());
    json.put("to", roundTrip.to());
    json.put("estimatedMillis", thousandths(roundTrip.estimated()));
    json.put("error", thousandths(roundTrip.error()));
    json.put("measuredMillis", thousandths(roundTrip.measured()));
    json.put("note", AdminJson.orNull(roundTrip.note().strip()));
    return json;
  }

  private static Map<String, @Nullable Object> place(Topology.Place place) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", place.member().name());
    json.put("zone", AdminJson.orNull(place.zone()));
    json.put("state", place.member().state().label());
    Coordinate coordinate = place.coordinate();
    json.put("coordinate", coordinate == null ? null : coordinate(coordinate));
    return json;
  }

  private static Map<String, @Nullable Object> coordinate(Coordinate coordinate) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("x", thousandths(coordinate.x()));
    json.put("y", thousandths(coordinate.y()));
    json.put("z", thousandths(coordinate.z()));
    json.put("height", thousandths(coordinate.height()));
    json.put("adjustment", thousandths(coordinate.adjustment()));
    json.put("error", thousandths(coordinate.error()));
    return json;
  }

  private static Map<String, @Nullable Object> path(Reachability.Path path) {
    PeerReport.Row row = path.row();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("from", path.from());
    json.put("to", path.to());
    json.put("state", row.state().label());
    json.put("last", row.reached() ? "answered" : row.missed() ? "missed" : "untried");
    json.put("roundTripMillis", AdminJson.millis(row.roundTripNanos()));
    json.put("heardAgoMillis", AdminJson.millis(row.heardAgoNanos()));
    json.put("answeredAgoMillis", AdminJson.millis(row.answeredAgoNanos()));
    json.put("missedAgoMillis", AdminJson.millis(row.missedAgoNanos()));
    return json;
  }

  private static @Nullable Double thousandths(@Nullable Double value) {
    return value == null ? null : Math.round(value * 1_000) / 1_000.0;
  }
}
