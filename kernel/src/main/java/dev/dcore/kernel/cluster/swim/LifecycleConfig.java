package dev.dcore.kernel.cluster.swim;

/// How a node comes and goes.
///
/// @param joinRetryNanos how often a joining node asks a seed; its first tries come faster
/// @param leaveLingerNanos how long a leaving node tells it, at most
/// @param deadKeptNanos how long a dead member is listed, and tried now and then
/// @param leftKeptNanos how long one is listed that has left
public record LifecycleConfig(
    long joinRetryNanos, long leaveLingerNanos, long deadKeptNanos, long leftKeptNanos) {
  /// @throws IllegalArgumentException in one sentence for people
  public LifecycleConfig {
    if (joinRetryNanos <= 0 || leaveLingerNanos < 0 || deadKeptNanos <= 0 || leftKeptNanos <= 0) {
      throw new IllegalArgumentException("periods are positive");
    }
  }

  LifecycleConfig faster(int factor) {
    return new LifecycleConfig(
        joinRetryNanos / factor, leaveLingerNanos / factor, deadKeptNanos, leftKeptNanos);
  }
}
