package dev.dcore.bench;

import dev.dcore.kernel.cluster.swim.SwimConfig;
import dev.dcore.sim.measure.CrashDetection;
import dev.dcore.sim.measure.MeasuredCluster;
import dev.dcore.sim.measure.Traffic;
import dev.dcore.sim.measure.UpdateSpread;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/// What was measured on one simulated cluster, one thing after the other: since most of the work is
/// to form it.
///
/// @param bootstrapNanos until one view; empty when the limit passed first
/// @param idleBytes sent by a node in a second
/// @param updates without loss
/// @param lossyUpdates with loss from the update until all know it
record Life(
    OptionalLong bootstrapNanos,
    double idleBytes,
    double idleStreamBytes,
    List<UpdateSpread.Sample> updates,
    List<UpdateSpread.Sample> lossyUpdates,
    List<CrashDetection.Sample> crashes) {
  static final double LOSS = 0.25;

  private static final long BOOTSTRAP_LIMIT_NANOS = Duration.ofMinutes(5).toNanos();

  /// After the last join rumors still travel for a while.
  private static final long SETTLE_NANOS = Duration.ofSeconds(15).toNanos();

  /// What to measure.
  record Plan(int nodes, int idleSeconds, int updates, int lossyUpdates, int crashes) {}

  static Life measure(SwimConfig config, long seed, Plan plan) {
    MeasuredCluster cluster = new MeasuredCluster(seed, plan.nodes, config);
    OptionalLong bootstrap = cluster.bootstrap(BOOTSTRAP_LIMIT_NANOS);
    cluster.simulation().runFor(SETTLE_NANOS);
    Traffic idle = Traffic.over(cluster, Duration.ofSeconds(plan.idleSeconds).toNanos());
    double nodeSeconds = (double) plan.nodes * Math.max(1, plan.idleSeconds);
    List<UpdateSpread.Sample> updates = new UpdateSpread(cluster).run(plan.updates);
    List<UpdateSpread.Sample> lossy = new UpdateSpread(cluster, LOSS).run(plan.lossyUpdates);
    List<CrashDetection.Sample> crashes = new CrashDetection(cluster).run(plan.crashes);
    return new Life(
        bootstrap,
        idle.bytes() / nodeSeconds,
        idle.streamBytes() / nodeSeconds,
        updates,
        lossy,
        crashes);
  }
}
