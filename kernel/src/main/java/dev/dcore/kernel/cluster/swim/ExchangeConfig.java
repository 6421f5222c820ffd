package dev.dcore.kernel.cluster.swim;

/// How views that differ meet again.
///
/// @param periodNanos how often full state is exchanged with a random member; it stretches with the
///   cluster's size, see [Exchange]
/// @param reconnectPeriodNanos how often a dead member or a seed is tried, while there is any
public record ExchangeConfig(long periodNanos, long reconnectPeriodNanos) {
  /// @throws IllegalArgumentException in one sentence for people
  public ExchangeConfig {
    if (periodNanos <= 0 || reconnectPeriodNanos <= 0) {
      throw new IllegalArgumentException("periods are positive");
    }
  }

  ExchangeConfig faster(int factor) {
    return new ExchangeConfig(periodNanos / factor, reconnectPeriodNanos / factor);
  }
}
