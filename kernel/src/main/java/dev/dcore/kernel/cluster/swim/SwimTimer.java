package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.identity.NodeId;

/// The timers of [Swim].
public sealed interface SwimTimer {
  /// The next protocol period begins.
  record ProbePeriod() implements SwimTimer {}

  /// The direct ping had time enough.
  record PingTimeout(long sequence) implements SwimTimer {}

  /// The detours had time enough.
  record ProbeDeadline(long sequence) implements SwimTimer {}

  /// The ping that this node sent for another had time enough.
  record RelayTimeout(long sequence) implements SwimTimer {}

  /// The next direct ping to a member that did not answer one.
  record FollowUp(NodeId member) implements SwimTimer {}

  /// Look who has been under suspicion for long enough.
  record SuspicionRound() implements SwimTimer {}

  record GossipRound() implements SwimTimer {}

  record CatchUpRound() implements SwimTimer {}

  record ReconnectRound() implements SwimTimer {}

  record JoinRetry() implements SwimTimer {}

  /// Of those that are only remembered nobody answers.
  record JoinAlone() implements SwimTimer {}

  /// Who has been gone for long is forgotten.
  record ReapRound() implements SwimTimer {}

  record LeaveLinger() implements SwimTimer {}
}
