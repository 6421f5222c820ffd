package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.identity.NodeId;

/// The timers of [Swim].
public sealed interface SwimTimer {
  /// The next protocol period begins.
  record ProbePeriod() implements SwimTimer {}

  /// The direct ping had time enough.
  record PingTimeout(long sequence) implements SwimTimer {}

  /// The suspicion of this member had time enough.
  record SuspicionTimeout(NodeId member) implements SwimTimer {}

  record GossipRound() implements SwimTimer {}

  record ExchangeRound() implements SwimTimer {}

  record ReconnectRound() implements SwimTimer {}

  record JoinRetry() implements SwimTimer {}

  /// Of those that are only remembered nobody answers.
  record JoinAlone() implements SwimTimer {}

  record LeaveLinger() implements SwimTimer {}
}
