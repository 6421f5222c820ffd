package dev.dcore.kernel.cluster.swim;

import java.time.Duration;

/// How often and how patiently. The defaults are for one data centre; all members of a cluster use
/// the same.
public record SwimConfig(
    ProbeConfig probe,
    HealthConfig health,
    SuspicionConfig suspicion,
    DoubtConfig doubt,
    GossipConfig gossip,
    ReconciliationConfig reconciliation,
    LifecycleConfig lifecycle) {
  public static final SwimConfig DEFAULT =
      new SwimConfig(
          new ProbeConfig(millis(1_000), millis(300), millis(150), 3, true, true, true),
          new HealthConfig(7, true, millis(50), millis(1_500)),
          new SuspicionConfig(0.7, 2, 5, 3, 8, true, true, millis(100)),
          new DoubtConfig(4, 3, millis(400)),
          new GossipConfig(millis(100), 3, 4),
          new ReconciliationConfig(millis(1_000), millis(500), millis(10_000)),
          new LifecycleConfig(
              millis(1_000),
              millis(1_000),
              Duration.ofHours(72).toNanos(),
              Duration.ofHours(24).toNanos()));

  /// SWIM as published (Das, Gupta and Motivala, DSN 2002), with the default's timeouts: random
  /// round robin, suspicions that all take the same time, a node that trusts itself. For
  /// comparison.
  public static final SwimConfig PLAIN_SWIM =
      DEFAULT
          .with(new ProbeConfig(millis(1_000), millis(300), millis(150), 3, false, false, false))
          .with(HealthConfig.OFF)
          .with(SuspicionConfig.fixed(1))
          .with(DoubtConfig.OFF);

  /// What HashiCorp's memberlist does in its `DefaultLANConfig` (config.go of v0.5), as far as the
  /// protocol is the same: ProbeInterval 1 s, ProbeTimeout 500 ms and a verdict at the interval's
  /// end, IndirectChecks 3, TCP pings, SuspicionMult 4, SuspicionMaxTimeoutMult 6 and from it two
  /// confirmations, AwarenessMaxMultiplier 8, GossipInterval 200 ms, GossipNodes 3, RetransmitMult
  /// 4. Views are reconciled as in the default and not by full state every 30 s, which is in its
  /// favour. For comparison.
  public static final SwimConfig MEMBERLIST_LAN =
      DEFAULT
          .with(new ProbeConfig(millis(1_000), millis(500), millis(500), 3, true, false, false))
          .with(new HealthConfig(7, true, Long.MAX_VALUE, Long.MAX_VALUE))
          .with(new SuspicionConfig(4, 0, 6, 2, 0, true, false, millis(100)))
          .with(DoubtConfig.OFF)
          .with(new GossipConfig(millis(200), 3, 4));

  /// How long everybody has at least, from its suspicion on, before it is declared dead.
  ///
  /// @param members how many take part
  public long suspicionMinNanos(int members) {
    return Suspicion.minNanos(suspicion, members, probe.periodNanos());
  }

  public SwimConfig with(ProbeConfig other) {
    return new SwimConfig(other, health, suspicion, doubt, gossip, reconciliation, lifecycle);
  }

  public SwimConfig with(HealthConfig other) {
    return new SwimConfig(probe, other, suspicion, doubt, gossip, reconciliation, lifecycle);
  }

  public SwimConfig with(SuspicionConfig other) {
    return new SwimConfig(probe, health, other, doubt, gossip, reconciliation, lifecycle);
  }

  public SwimConfig with(DoubtConfig other) {
    return new SwimConfig(probe, health, suspicion, other, gossip, reconciliation, lifecycle);
  }

  public SwimConfig with(GossipConfig other) {
    return new SwimConfig(probe, health, suspicion, doubt, other, reconciliation, lifecycle);
  }

  public SwimConfig with(ReconciliationConfig other) {
    return new SwimConfig(probe, health, suspicion, doubt, gossip, other, lifecycle);
  }

  public SwimConfig with(LifecycleConfig other) {
    return new SwimConfig(probe, health, suspicion, doubt, gossip, reconciliation, other);
  }

  /// The same with all times divided by this; suspicions last as many periods as before.
  public SwimConfig faster(int factor) {
    return new SwimConfig(
        probe.faster(factor),
        health.faster(factor),
        suspicion.faster(factor),
        doubt.faster(factor),
        gossip.faster(factor),
        reconciliation.faster(factor),
        lifecycle.faster(factor));
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
