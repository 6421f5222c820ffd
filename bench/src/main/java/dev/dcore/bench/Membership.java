package dev.dcore.bench;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `dcore bench membership`: what is shipped, in the simulator, beside plain SWIM and beside
/// memberlist's parameters there. All rows are of one configuration and a function of seeds.
final class Membership {
  /// Rows that are measured together.
  enum Part {
    /// Bootstrap, detection, updates, idle traffic.
    LIFE,
    IDLE,
    /// Mistakes where members are slow, at the size of Lifeguard's experiment.
    SLOW,
    /// The same at the size of the other rows, which takes half an hour by itself: a quarter of a
    /// large cluster that answers late keeps all of it busy. Only measured when it is named.
    SLOW_LARGE,
    /// Mistakes where datagrams get lost.
    LOSS,
    /// Nodes that neither work nor are dead, in the stable view.
    GRAY,
    SPLIT,
    SIMULATOR;

    /// As on the command line.
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What is measured when nothing is named.
    static Set<Part> usual() {
      return EnumSet.complementOf(EnumSet.of(SLOW_LARGE));
    }

    static String all() {
      return Stream.of(values()).map(Part::word).collect(Collectors.joining(", "));
    }
  }

  /// What does not fit into a minute.
  static final List<String> SLOW =
      List.of("detection of crashes", "mistakes", "gray failures", "splits", "the simulator");

  private static final int NODES = 1_000;
  private final Dcore dcore;
  private final Consumer<String> progress;

  /// @param progress told in a few words what is measured next
  Membership(Dcore dcore, Consumer<String> progress) {
    this.dcore = dcore;
    this.progress = progress;
  }

  /// What fits into a minute.
  List<Compared> quick() {
    return lives(1, new Life.Plan(NODES, 10, 5, 5, 0), new Life.Plan(NODES, 10, 5, 5, 0));
  }

  List<Compared> measure(Part part) throws InterruptedException {
    return switch (part) {
      case LIFE ->
          lives(4, new Life.Plan(NODES, 60, 15, 15, 250), new Life.Plan(NODES, 60, 10, 10, 250));
      case IDLE -> {
        progress.accept("idle clusters of other sizes");
        yield IdleRows.measure();
      }
      case SLOW -> List.of(MistakeRows.slow(SlowGrid.ofPaper(), 200, progress));
      case SLOW_LARGE -> List.of(MistakeRows.slow(SlowGrid.coarse(NODES), 40, progress));
      case LOSS -> {
        progress.accept("mistakes under loss");
        yield List.of(MistakeRows.lossy(NODES, 4, 2_500, progress));
      }
      case GRAY -> {
        progress.accept("gray failures");
        yield GrayRows.measure(NODES, 2);
      }
      case SPLIT -> {
        progress.accept("a split of an hour");
        yield List.of(SplitRow.measure(NODES, 2, Duration.ofHours(1)));
      }
      case SIMULATOR -> {
        progress.accept("the simulator");
        yield new SimulatorRows(dcore).measure();
      }
    };
  }

  private List<Compared> lives(int seeds, Life.Plan ours, Life.Plan others) {
    progress.accept("clusters of " + NODES + ", " + seeds + " seeds");
    Map<Contender, List<Life.Plan>> plans = new EnumMap<>(Contender.class);
    for (Contender each : Contender.values()) {
      boolean own = each == Contender.OURS;
      plans.put(each, Collections.nCopies(own ? seeds : Math.min(2, seeds), own ? ours : others));
    }
    return LifeRows.measure(NODES, plans, progress).rows();
  }
}
