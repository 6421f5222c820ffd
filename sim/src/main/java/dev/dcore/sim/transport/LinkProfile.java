package dev.dcore.sim.transport;

/// How the network treats what it carries, when nothing is cut.
///
/// @param delayMinNanos the shortest delay of any link
/// @param delaySpreadNanos each directed link adds its own fixed part of this
/// @param jitterMeanNanos each message adds an exponential part with this mean
/// @param loss probability that a datagram is lost; a stream's frame is delayed instead
/// @param duplication probability that a datagram arrives twice
/// @param reordering probability that a datagram is held back by up to [#reorderNanos]
/// @param reorderNanos how long at most
public record LinkProfile(
    long delayMinNanos,
    long delaySpreadNanos,
    long jitterMeanNanos,
    double loss,
    double duplication,
    double reordering,
    long reorderNanos) {
  /// One data centre without faults.
  public static final LinkProfile CALM =
      new LinkProfile(100_000, 400_000, 50_000, 0, 0, 0, 20_000_000);

  public LinkProfile withLoss(double probability) {
    return new LinkProfile(
        delayMinNanos,
        delaySpreadNanos,
        jitterMeanNanos,
        probability,
        duplication,
        reordering,
        reorderNanos);
  }

  public LinkProfile withDuplication(double probability) {
    return new LinkProfile(
        delayMinNanos,
        delaySpreadNanos,
        jitterMeanNanos,
        loss,
        probability,
        reordering,
        reorderNanos);
  }

  public LinkProfile withReordering(double probability) {
    return new LinkProfile(
        delayMinNanos,
        delaySpreadNanos,
        jitterMeanNanos,
        loss,
        duplication,
        probability,
        reorderNanos);
  }

  public LinkProfile withJitterMeanNanos(long mean) {
    return new LinkProfile(
        delayMinNanos, delaySpreadNanos, mean, loss, duplication, reordering, reorderNanos);
  }
}
