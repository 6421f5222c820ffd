package dev.dcore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What people read of the network.
class NetworkTextTest {
  @Test
  void aTopologyListsZonesAndTheRoundTripsBetweenThem() throws Exception {
    assertEquals(
        """
        ZONE    MEMBERS  NAMES
        (none)  1        n3 (suspect)
        a       2        n1, n2

        round trips between zones, as coordinates foretell them (the median of all pairs)
                (none)    a
        (none)  -         40.13 ms
        a       40.13 ms  0.30 ms
        """,
        TopologyText.of(
            JsonObject.parse(
                """
                {"observer": "n1",
                 "members": [
                   {"name": "n3", "zone": null, "state": "suspect", "coordinate": null},
                   {"name": "n2", "zone": "a", "state": "alive", "coordinate": null},
                   {"name": "n1", "zone": "a", "state": "alive", "coordinate": null}],
                 "roundTrips": [
                   {"from": null, "to": "a", "millis": 40.125, "pairs": 2},
                   {"from": "a", "to": "a", "millis": 0.3, "pairs": 1}]}
                """)));
  }

  @Test
  void aMapKeepsDistances() {
    String map =
        TopologyMap.draw(
            List.of(
                new TopologyMap.Point("n1", "a", 0, 0, 0),
                new TopologyMap.Point("n2", "b", 71, 0, 0),
                new TopologyMap.Point("n3", "c", 35.5, 0, 10)));
    assertEquals(
        """

          n1                                                                    n2




                                              n3
          (ten columns are 10.00 ms, a star is several)
        """,
        map);
  }

  @Test
  void manyOnAMapAreTheirZonesLetters() {
    List<TopologyMap.Point> points = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      points.add(
          new TopologyMap.Point("n" + i, i % 2 == 0 ? "a" : "b", i % 2 * 100 + i * 0.1, 0, 0));
    }
    String map = TopologyMap.draw(points);
    assertTrue(map.contains("A is a, B is b"), map);
    assertTrue(map.contains("A") && map.contains("B") && !map.contains("n1"), map);
  }

  @Test
  void allAtOnePlaceIsAMapToo() {
    TopologyMap.Point here = new TopologyMap.Point("n1", "a", 1, 1, 1);
    assertTrue(TopologyMap.draw(List.of(here, here, here)).contains("n1*"));
  }

  @Test
  void reachabilityIsAMatrixAndASentenceForEachPathThatFails() throws Exception {
    assertEquals(
        """
        the last direct ping of each (row) to each (column), in milliseconds
            n1    n2      n10
        n1  .     missed  0.41
        n2  0.20  .       -
        n10  ?     ?       .

        n10 did not answer when asked: no answer in time
        datagrams from n1 do not arrive at n2
        """
            .replace("n1  .     missed", "n1   .     missed")
            .replace("n2  0.20", "n2   0.20")
            .replace("    n1    n2 ", "     n1    n2 "),
        ReachabilityText.of(
            JsonObject.parse(
                """
                {"observer": "n1", "members": ["n10", "n1", "n2"],
                 "paths": [
                   {"from": "n1", "to": "n2", "last": "missed", "roundTripMillis": 0.3},
                   {"from": "n1", "to": "n10", "last": "answered", "roundTripMillis": 0.412},
                   {"from": "n2", "to": "n1", "last": "answered", "roundTripMillis": 0.2},
                   {"from": "n2", "to": "n10", "last": "untried", "roundTripMillis": null}],
                 "broken": [{"from": "n1", "to": "n2", "bothWays": false, "certain": true}],
                 "silent": [{"name": "n10", "reason": "no answer in time"}]}
                """)));
  }

  @Test
  void aRoundTripIsOneSentence() throws Exception {
    assertEquals(
        "n1 to n2: estimated 40.12 ms (give or take 5 %), not measured\n",
        RttCommand.text(
            JsonObject.parse(
                """
                {"from": "n1", "to": "n2", "estimatedMillis": 40.123, "error": 0.05,
                 "measuredMillis": null, "note": null}
                """)));
  }
}
