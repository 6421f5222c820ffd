package dev.dcore.bench;

import dev.dcore.kernel.cluster.swim.SuspicionConfig;
import dev.dcore.kernel.cluster.swim.SwimConfig;
import dev.dcore.sim.measure.CrashDetection;
import dev.dcore.sim.measure.MeasuredCluster;
import dev.dcore.sim.runtime.ParallelSeeds;
import java.time.Duration;
import java.util.List;

/// Plain SWIM with that suspicion timeout with which it declares a crashed member dead after the
/// same time as what it is compared with, on average.
///
/// @param config of SWIM
/// @param seconds from a crash until the first declares it, ours
/// @param swimSeconds the same of SWIM, measured with that timeout
record EqualDetection(SwimConfig config, double seconds, double swimSeconds) {
  private static final long LIMIT_NANOS = Duration.ofMinutes(5).toNanos();
  private static final double NANOS = 1e9;

  /// Also the most patient has declared it by then.
  private static final Duration DOWN = Duration.ofMinutes(3);

  private static final int SEEDS = 2;

  /// Even SWIM gives a suspect this much of a period.
  private static final double MULTIPLIER_MIN = 0.05;

  /// The time to suspect does not depend on the timeout, and what follows is the timeout: so one
  /// measurement gives the timeout, and a second one shows that it fits.
  static EqualDetection find(int nodes, int crashes) {
    double ours = mean(Contender.OURS.config(), nodes, crashes);
    SwimConfig swim = Contender.SWIM.config();
    double usual = swim.suspicion().multiplier();
    double unit = Math.log10(nodes) * swim.probe().periodNanos() / NANOS;
    double multiplier =
        Math.max(MULTIPLIER_MIN, usual + (ours - mean(swim, nodes, crashes)) / unit);
    SwimConfig equal = swim.with(SuspicionConfig.fixed(multiplier));
    return new EqualDetection(equal, ours, mean(equal, nodes, crashes));
  }

  /// Seconds from a crash until the first declares it.
  static double mean(SwimConfig config, int nodes, int crashes) {
    return samples(config, nodes, crashes).mean();
  }

  /// Seconds from crashes until the first declares them.
  static Samples samples(SwimConfig config, int nodes, int crashes) {
    List<List<Double>> each =
        ParallelSeeds.run(
            ParallelSeeds.range(1, SEEDS), seed -> died(config, seed, nodes, crashes / SEEDS));
    return new Samples(each.stream().flatMap(List::stream).toList());
  }

  private static List<Double> died(SwimConfig config, long seed, int nodes, int crashes) {
    MeasuredCluster cluster = new MeasuredCluster(seed, nodes, config);
    cluster.bootstrap(LIMIT_NANOS);
    return new CrashDetection(cluster, CrashDetection.Plan.of(nodes, crashes, DOWN))
        .run().stream()
            .filter(sample -> sample.diedNanos() != CrashDetection.NEVER)
            .map(sample -> sample.diedNanos() / NANOS)
            .toList();
  }
}
