package dev.dcore.kernel.cluster.swim;

import java.time.Duration;

/// How views that differ meet again.
///
/// @param intervalNanos a node begins at most one reconciliation in this time, about, and so long
///   its view has to stay the same before it thinks that rumors will not do
/// @param catchUpNanos how often a newcomer begins one, until its view is that of others
/// @param reconnectNanos how often a dead member or a seed is tried, while there is any
public record ReconciliationConfig(long intervalNanos, long catchUpNanos, long reconnectNanos) {
  static final ReconciliationConfig DEFAULT =
      new ReconciliationConfig(
          Duration.ofSeconds(1).toNanos(),
          Duration.ofMillis(500).toNanos(),
          Duration.ofSeconds(10).toNanos());

  /// @throws IllegalArgumentException in one sentence for people
  public ReconciliationConfig {
    if (intervalNanos <= 0 || catchUpNanos <= 0 || reconnectNanos <= 0) {
      throw new IllegalArgumentException("periods are positive");
    }
  }

  ReconciliationConfig faster(int factor) {
    return new ReconciliationConfig(
        intervalNanos / factor, catchUpNanos / factor, reconnectNanos / factor);
  }
}
