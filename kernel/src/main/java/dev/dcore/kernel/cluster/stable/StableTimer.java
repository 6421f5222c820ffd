package dev.dcore.kernel.cluster.stable;

/// The timers of [Stable].
public enum StableTimer {
  /// Look whether the view should change.
  CONSIDER,
  /// The proposal's messages had time to be answered.
  PROPOSAL
}
