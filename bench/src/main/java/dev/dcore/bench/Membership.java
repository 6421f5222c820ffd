package dev.dcore.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// `dcore bench membership`: what is shipped, in the simulator, beside plain SWIM and beside
/// memberlist's parameters there. All rows are of one configuration and a function of seeds.
final class Membership {
  private static final int NODES = 1_000;

  private final Consumer<String> progress;

  /// @param progress told in a few words what is measured next
  Membership(Consumer<String> progress) {
    this.progress = progress;
  }

  List<Compared> quick() {
    Life.Plan ours = new Life.Plan(NODES, 10, 5, 0, 100);
    Life.Plan swim = new Life.Plan(NODES, 10, 0, 0, 50);
    return lives(1, ours, swim);
  }

  List<Compared> all() {
    List<Compared> rows =
        new ArrayList<>(
            lives(
                4, new Life.Plan(NODES, 60, 25, 25, 1_000), new Life.Plan(NODES, 60, 15, 15, 500)));
    progress.accept("idle clusters of other sizes");
    rows.addAll(IdleRows.measure());
    return rows;
  }

  private List<Compared> lives(int seeds, Life.Plan ours, Life.Plan others) {
    progress.accept("clusters of " + NODES + ", " + seeds + " seeds");
    Map<Contender, List<Life.Plan>> plans = new EnumMap<>(Contender.class);
    for (Contender each : Contender.values()) {
      plans.put(
          each,
          Collections.nCopies(
              each == Contender.OURS ? seeds : Math.min(2, seeds),
              each == Contender.OURS ? ours : others));
    }
    return LifeRows.measure(NODES, plans).rows();
  }
}
