package dev.dcore.kernel.cluster.swim;

import java.time.Duration;

/// How often and how patiently. The defaults are for one data centre; all members of a cluster use
/// the same.
public record SwimConfig(
    ProbeConfig probe,
    SuspicionConfig suspicion,
    GossipConfig gossip,
    ExchangeConfig exchange,
    LifecycleConfig lifecycle) {
  public static final SwimConfig DEFAULT =
      new SwimConfig(
          new ProbeConfig(Duration.ofSeconds(1).toNanos(), Duration.ofMillis(500).toNanos(), 3),
          new SuspicionConfig(4),
          new GossipConfig(Duration.ofMillis(200).toNanos(), 3, 4),
          new ExchangeConfig(Duration.ofSeconds(15).toNanos(), Duration.ofSeconds(10).toNanos()),
          new LifecycleConfig(Duration.ofSeconds(1).toNanos(), Duration.ofSeconds(1).toNanos()));

  public SwimConfig with(ProbeConfig other) {
    return new SwimConfig(other, suspicion, gossip, exchange, lifecycle);
  }

  public SwimConfig with(SuspicionConfig other) {
    return new SwimConfig(probe, other, gossip, exchange, lifecycle);
  }

  public SwimConfig with(GossipConfig other) {
    return new SwimConfig(probe, suspicion, other, exchange, lifecycle);
  }

  public SwimConfig with(ExchangeConfig other) {
    return new SwimConfig(probe, suspicion, gossip, other, lifecycle);
  }

  public SwimConfig with(LifecycleConfig other) {
    return new SwimConfig(probe, suspicion, gossip, exchange, other);
  }

  /// The same with all times divided by this; suspicions last as many periods as before.
  public SwimConfig faster(int factor) {
    return new SwimConfig(
        probe.faster(factor),
        suspicion,
        gossip.faster(factor),
        exchange.faster(factor),
        lifecycle.faster(factor));
  }
}
