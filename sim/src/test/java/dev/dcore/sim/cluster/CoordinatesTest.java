package dev.dcore.sim.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Mix;
import dev.dcore.kernel.cluster.topology.Coordinate;
import dev.dcore.kernel.cluster.topology.PeerReport;
import dev.dcore.kernel.runtime.Command;
import dev.dcore.kernel.runtime.Delivery;
import dev.dcore.sim.junit.Seeds;
import dev.dcore.sim.runtime.Observer;
import dev.dcore.sim.runtime.RunChoices;
import dev.dcore.sim.runtime.SimProcess;
import dev.dcore.sim.runtime.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Whole nodes find their places on a network that has some: three zones in a plane, from a
/// twentieth of a second to three twentieths of a second apart there and back, and half a
/// millisecond within. What seeds give to links otherwise is no space, and nothing to find.
final class CoordinatesTest {
  private static final int NODES = 30;
  private static final int ZONES = 3;

  /// Each probes one other a second: five minutes are ten rounds through the cluster.
  private static final Duration LEARNING = Duration.ofMinutes(5);

  /// Over all pairs; between zones, where an estimate is worth something, it is smaller.
  private static final double MEDIAN_ERROR_MAX = 0.15;

  private static final double MEDIAN_ERROR_BETWEEN_ZONES_MAX = 0.08;

  /// One way, in milliseconds; a round trip is twice that and what links add.
  private static final double[][] CENTRES = {{0, 0}, {25, 0}, {60, 45}};

  private static final double LINK_MILLIS = 0.15;
  private static final double NANOS_PER_MILLI = 1e6;

  @Seeds(8)
  void whatCoordinatesForetellIsNearWhatPlacesAre(long seed) {
    Simulation simulation = new Simulation(seed, RunChoices.plain(), false);
    simulation.network().places((from, to) -> oneWayNanos(seed, from, to));
    List<SimProcess> nodes =
        IntStream.rangeClosed(1, NODES)
            .mapToObj(i -> simulation.add("placed", "n" + i, i == 1 ? List.of() : List.of("n1")))
            .toList();
    nodes.forEach(SimProcess::start);
    simulation.runFor(LEARNING.toNanos());

    List<Coordinate> found = coordinates(simulation, nodes);

    assertTrue(median(errors(seed, found, false)) < MEDIAN_ERROR_MAX, () -> report(seed, found));
    assertTrue(
        median(errors(seed, found, true)) < MEDIAN_ERROR_BETWEEN_ZONES_MAX,
        () -> report(seed, found));
  }

  private static List<Coordinate> coordinates(Simulation simulation, List<SimProcess> nodes) {
    Delivery.@Nullable Surveyed[] answer = new Delivery.Surveyed[1];
    simulation.observe(
        new Observer() {
          @Override
          public void delivered(SimProcess process, Delivery delivery) {
            if (delivery instanceof Delivery.Surveyed surveyed) {
              answer[0] = surveyed;
            }
          }
        });
    nodes
        .getFirst()
        .command(new Command.Survey(1, List.of(), new PeerReport.Query(List.of(), true)));
    simulation.runFor(Duration.ofSeconds(3).toNanos());
    Coordinate[] byIndex = new Coordinate[NODES];
    Delivery.Surveyed surveyed = answer[0];
    assertTrue(surveyed != null && surveyed.replies().size() == NODES);
    for (Delivery.Surveyed.Reply reply : surveyed.replies()) {
      PeerReport report = reply.report();
      assertTrue(report != null && report.coordinate() != null, reply::error);
      int index = Integer.parseInt(reply.member().name().substring(1)) - 1;
      byIndex[index] = report.coordinate();
    }
    return List.of(byIndex);
  }

  private static double[] errors(long seed, List<Coordinate> found, boolean betweenZones) {
    List<Double> errors = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      for (int j = 0; j < NODES; j++) {
        if (i != j && !(betweenZones && i % ZONES == j % ZONES)) {
          double there = 2 * (oneWayNanos(seed, i, j) / NANOS_PER_MILLI + LINK_MILLIS);
          errors.add(Math.abs(found.get(i).roundTripMillis(found.get(j)) - there) / there);
        }
      }
    }
    return errors.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static String report(long seed, List<Coordinate> found) {
    return "median error "
        + median(errors(seed, found, false))
        + ", between zones "
        + median(errors(seed, found, true));
  }

  private static long oneWayNanos(long seed, int from, int to) {
    double dx = place(seed, from, 0) - place(seed, to, 0);
    double dy = place(seed, from, 1) - place(seed, to, 1);
    return (long) (StrictMath.sqrt(dx * dx + dy * dy) * NANOS_PER_MILLI);
  }

  /// Within half a millisecond of the zone's centre.
  private static double place(long seed, int node, int axis) {
    double off = (Mix.combine(Mix.combine(seed, node), axis) >>> 11) * 0x1.0p-53 - 0.5;
    return CENTRES[node % ZONES][axis] + off;
  }
}
