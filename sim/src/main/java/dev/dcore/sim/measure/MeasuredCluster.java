package dev.dcore.sim.measure;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.cluster.swim.SwimConfig;
import dev.dcore.sim.runtime.RunChoices;
import dev.dcore.sim.runtime.SimProcess;
import dev.dcore.sim.runtime.Simulation;
import dev.dcore.sim.transport.LinkProfile;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;

/// A simulated cluster on a calm network to measure something on: whole nodes, the real codec, and
/// nothing that fails but what the measurement makes fail. All measurements of this package can
/// follow one another on one cluster. Confined to one thread.
public final class MeasuredCluster {
  private static final String LABEL = "measured";

  /// All are started within so long, as by one script.
  private static final long START_SPREAD_NANOS = Duration.ofMillis(100).toNanos();

  /// Views are compared this often, which is how exact times until one view are.
  private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

  private final Simulation simulation;
  private final ViewWatch watch;
  private final SwimConfig config;

  /// @param seed what all is a function of
  /// @param nodes of which the first is the seed of all others
  public MeasuredCluster(long seed, int nodes, SwimConfig config) {
    this(seed, nodes, config, RunChoices.plain());
  }

  MeasuredCluster(long seed, int nodes, SwimConfig config, RunChoices log) {
    this.config = config;
    simulation = new Simulation(seed, log, false);
    watch = new ViewWatch(simulation.processes());
    for (int i = 1; i <= nodes; i++) {
      simulation.add(LABEL, "n" + i, List.of("n1"), config);
    }
    watch.begin();
    simulation.observe(watch);
  }

  /// Starts all, and waits until all hold one view of all.
  ///
  /// @return how long it took, or empty when the limit passed first
  public OptionalLong bootstrap(long limitNanos) {
    Choice delay = choices("start").choice("delay");
    for (SimProcess process : simulation.processes()) {
      long at = process.index() == 0 ? 0 : delay.between(0, START_SPREAD_NANOS);
      simulation.queue().in(at, process::start);
    }
    simulation.runFor(START_SPREAD_NANOS + 1);
    OptionalLong more = awaitOneView(limitNanos);
    return more.isEmpty() ? more : OptionalLong.of(simulation.queue().nowNanos());
  }

  /// Lets time pass until all who run hold one view.
  ///
  /// @return how long it took, or empty when the limit passed first
  public OptionalLong awaitOneView(long limitNanos) {
    long began = now();
    while (!watch.oneView()) {
      if (now() - began >= limitNanos) {
        return OptionalLong.empty();
      }
      simulation.runFor(LOOK_NANOS);
    }
    return OptionalLong.of(now() - began);
  }

  /// Cuts the cluster into halves for so long.
  ///
  /// @return how long after that until one view, or empty when the limit passed first
  public OptionalLong splitInHalves(long nanos, long limitNanos) {
    BitSet half = new BitSet();
    half.set(0, simulation.processes().size() / 2);
    simulation.network().split(half);
    simulation.runFor(nanos);
    simulation.network().rejoin(half);
    return awaitOneView(limitNanos);
  }

  /// From now on so great a share of datagrams is lost.
  public void loss(double share) {
    simulation.network().profile(LinkProfile.CALM.withLoss(share));
  }

  public Simulation simulation() {
    return simulation;
  }

  public SwimConfig config() {
    return config;
  }

  ViewWatch watch() {
    return watch;
  }

  long now() {
    return simulation.queue().nowNanos();
  }

  /// The draws of one measurement.
  Choices choices(String measurement) {
    return simulation.choices("measure").of(measurement);
  }

  /// The processes that run, by index.
  BitSet running() {
    BitSet running = new BitSet();
    for (SimProcess process : simulation.processes()) {
      running.set(process.index(), process.running());
    }
    return running;
  }
}
