package dev.dcore.kernel.cluster.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VivaldiTest {
  private static final int NODES = 40;
  private static final int SAMPLES = 200;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Choice draws = Choices.seeded(7, "test").choice("draws");
  private final double[][] places = new double[NODES][];
  private final Vivaldi[] nodes = new Vivaldi[NODES];

  @Test
  void placesInAPlaneAreFoundUpToAFewPercent() {
    spread();
    learn(NODES);
    assertTrue(medianError(NODES) < 0.05, () -> "median error " + medianError(NODES));
  }

  @Test
  void twoAtOnePlacePart() {
    Vivaldi one = new Vivaldi();
    Vivaldi two = new Vivaldi();
    for (int i = 0; i < 100; i++) {
      one.observe(5, 1, two.coordinate(), (long) (80 * NANOS_PER_MILLI));
      two.observe(5, -1, one.coordinate(), (long) (80 * NANOS_PER_MILLI));
    }
    assertEquals(80, one.coordinate().roundTripMillis(two.coordinate()), 4);
  }

  @Test
  void aLieMovesANodeByAQuarterOfTheGreatestForceAtMost() {
    spread();
    learn(NODES);
    for (int i = 0; i < 5_000; i++) {
      Vivaldi victim = nodes[draws.below(NODES)];
      Coordinate before = victim.coordinate();
      double measured = 1 + draws.below(300);
      victim.observe(i, 1, hostile(), (long) (measured * NANOS_PER_MILLI));
      double moved = victim.coordinate().placeDistance(before);
      assertTrue(moved <= Math.max(measured, Vivaldi.FORCE_MAX) / 4 + 1, () -> "moved by " + moved);
    }
  }

  @Test
  void honestNodesStayUsableAmongATenthThatLies() {
    spread();
    int honest = NODES - NODES / 10;
    learn(honest);
    assertTrue(medianError(honest) < 0.3, () -> "median error " + medianError(honest));
    for (Vivaldi node : nodes) {
      assertTrue(Math.abs(node.coordinate().x()) < 1_000, () -> node.coordinate().toString());
    }
  }

  /// In four zones, as data centres are.
  private void spread() {
    for (int i = 0; i < NODES; i++) {
      double zone = i % 4;
      places[i] = new double[] {zone * 40 + draws.below(4), zone * zone * 15 + draws.below(4)};
      nodes[i] = new Vivaldi();
    }
  }

  /// @param honest those from this index on say any place that suits them
  private void learn(int honest) {
    for (int sample = 0; sample < SAMPLES; sample++) {
      for (int i = 0; i < NODES; i++) {
        int peer = (i + 1 + draws.below(NODES - 1)) % NODES;
        Coordinate said = peer < honest ? nodes[peer].coordinate() : hostile();
        nodes[i].observe(
            (long) Math.min(i, peer) * NODES + Math.max(i, peer),
            i < peer ? 1 : -1,
            said,
            (long) (roundTrip(i, peer) * NANOS_PER_MILLI));
      }
    }
  }

  private Coordinate hostile() {
    return new Coordinate(
        draws.below(20_000) - 10_000.0,
        draws.below(20_000) - 10_000.0,
        draws.below(20_000) - 10_000.0,
        draws.below(10_000),
        draws.below(20_000) - 10_000.0,
        0);
  }

  private double roundTrip(int from, int to) {
    double dx = places[from][0] - places[to][0];
    double dy = places[from][1] - places[to][1];
    return 0.5 + Math.sqrt(dx * dx + dy * dy);
  }

  private double medianError(int honest) {
    double[] errors = new double[honest * (honest - 1)];
    int next = 0;
    for (int i = 0; i < honest; i++) {
      for (int j = 0; j < honest; j++) {
        if (i != j) {
          double foretold = nodes[i].coordinate().roundTripMillis(nodes[j].coordinate());
          errors[next++] = Math.abs(foretold - roundTrip(i, j)) / roundTrip(i, j);
        }
      }
    }
    Arrays.sort(errors);
    return errors[errors.length / 2];
  }
}
