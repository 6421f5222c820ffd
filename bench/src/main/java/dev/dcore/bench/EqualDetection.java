package dev.dcore.bench;

import dev.dcore.kernel.cluster.swim.SuspicionConfig;
import dev.dcore.kernel.cluster.swim.SwimConfig;
import dev.dcore.sim.measure.CrashDetection;
import dev.dcore.sim.measure.MeasuredCluster;
import dev.dcore.sim.runtime.ParallelSeeds;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plain SWIM with that suspicion timeout with which it declares a crashed member dead after the
/// same time as what it is compared with, on average.
///
/// @param config of SWIM
/// @param seconds from a crash until the first declares it, ours
/// @param swimSeconds the same of SWIM, measured with that timeout
/// @param error why these are not to be trusted, or null
record EqualDetection(
    SwimConfig config, double seconds, double swimSeconds, @Nullable String error) {
  private static final long LIMIT_NANOS = Duration.ofMinutes(5).toNanos();
  private static final double NANOS = 1e9;

  private static final int SEEDS = 2;

  /// The means of 200 crashes are hardly more exact.
  private static final double TOLERANCE = 0.05;

  private static final int TRIES = 4;

  /// Even SWIM gives a suspect this much of a period.
  private static final double MULTIPLIER_MIN = 0.05;

  /// The time to suspect does not depend on the timeout, and what follows is the timeout: so each
  /// measurement gives the next timeout, and mostly the second fits.
  static EqualDetection find(int nodes, int crashes) {
    Deaths ours = deaths(Contender.OURS.config(), nodes, crashes);
    SwimConfig swim = Contender.SWIM.config();
    double unit = Math.log10(nodes) * swim.probe().periodNanos() / NANOS;
    Deaths theirs = deaths(swim, nodes, crashes);
    for (int i = 0; i < TRIES && !equal(ours.mean(), theirs.mean()); i++) {
      double better = swim.suspicion().multiplier() + (ours.mean() - theirs.mean()) / unit;
      swim = swim.with(SuspicionConfig.fixed(Math.max(MULTIPLIER_MIN, better)));
      theirs = deaths(swim, nodes, crashes);
    }
    String unequal = equal(ours.mean(), theirs.mean()) ? null : "no timeout makes SWIM as quick";
    String error = Row.errors("; ", ours.error("ours"), theirs.error("SWIM"), unequal);
    return new EqualDetection(swim, ours.mean(), theirs.mean(), error);
  }

  private static boolean equal(double ours, double theirs) {
    return Math.abs(theirs - ours) <= TOLERANCE * ours;
  }

  /// What became of crashes.
  ///
  /// @param seconds from a crash until the first declared it, of those that were declared
  /// @param never how many were not
  /// @param unformed clusters that never had one view
  record Deaths(Samples seconds, int never, int unformed) {
    /// Zero when none was declared; then there is an error.
    double mean() {
      return seconds.isEmpty() ? 0 : seconds.mean();
    }

    /// Why this is not to be trusted, or null.
    @Nullable String error(String whose) {
      return Row.errors(
          ", ",
          never == 0 ? null : never + " crashes never declared dead by " + whose,
          unformed == 0 ? null : unformed + " clusters of " + whose + " never formed");
    }
  }

  static Deaths deaths(SwimConfig config, int nodes, int crashes) {
    List<Deaths> each =
        ParallelSeeds.run(
            ParallelSeeds.range(1, SEEDS), seed -> deaths(config, seed, nodes, crashes / SEEDS));
    return new Deaths(
        new Samples(each.stream().flatMap(one -> one.seconds.sorted().stream()).toList()),
        each.stream().mapToInt(Deaths::never).sum(),
        each.stream().mapToInt(Deaths::unformed).sum());
  }

  private static Deaths deaths(SwimConfig config, long seed, int nodes, int crashes) {
    MeasuredCluster cluster = new MeasuredCluster(seed, nodes, config);
    boolean formed = cluster.bootstrap(LIMIT_NANOS).isPresent();
    List<CrashDetection.Sample> samples = new CrashDetection(cluster).run(crashes);
    List<Double> seconds =
        samples.stream()
            .filter(sample -> sample.diedNanos() != CrashDetection.NEVER)
            .map(sample -> sample.diedNanos() / NANOS)
            .toList();
    return new Deaths(new Samples(seconds), samples.size() - seconds.size(), formed ? 0 : 1);
  }
}
