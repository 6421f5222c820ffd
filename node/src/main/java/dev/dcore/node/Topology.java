package dev.dcore.node;

import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.topology.Coordinate;
import dev.dcore.kernel.cluster.topology.Zone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Where the members of a cluster are: their zones, their coordinates, and the round trips that
/// these foretell between zones.
///
/// @param observer who asked the others
/// @param places of all members that take part, by zone and in the observer's order
/// @param roundTrips between each two zones and within each zone that has two members
public record Topology(String observer, List<Place> places, List<ZonePair> roundTrips) {
  public Topology {
    places = List.copyOf(places);
    roundTrips = List.copyOf(roundTrips);
  }

  /// @param zone empty when the member does not say
  /// @param coordinate null when nobody who answered knows it
  public record Place(Member member, String zone, @Nullable Coordinate coordinate) {}

  /// @param millis the median over all pairs of members
  /// @param pairs how many these are
  public record ZonePair(String from, String to, double millis, int pairs) {}

  static Topology of(String observer, List<Place> known) {
    TreeMap<String, List<Place>> zones = new TreeMap<>();
    known.forEach(place -> zones.computeIfAbsent(place.zone(), _ -> new ArrayList<>()).add(place));
    List<Place> places = new ArrayList<>();
    zones.values().forEach(places::addAll);
    List<ZonePair> pairs = new ArrayList<>();
    for (var from : zones.entrySet()) {
      for (var to : zones.tailMap(from.getKey(), true).entrySet()) {
        boolean within = from.getKey().equals(to.getKey());
        double[] millis = roundTrips(from.getValue(), to.getValue(), within);
        if (millis.length > 0) {
          pairs.add(new ZonePair(from.getKey(), to.getKey(), median(millis), millis.length));
        }
      }
    }
    return new Topology(observer, places, pairs);
  }

  static Place place(Member member, @Nullable Coordinate coordinate) {
    return new Place(member, Zone.of(member), coordinate);
  }

  private static double[] roundTrips(List<Place> from, List<Place> to, boolean within) {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      for (int j = within ? i + 1 : 0; j < to.size(); j++) {
        Coordinate one = from.get(i).coordinate();
        Coordinate other = to.get(j).coordinate();
        if (one != null && other != null) {
          millis.add(one.roundTripMillis(other));
        }
      }
    }
    return millis.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
