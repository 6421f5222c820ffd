package dev.dcore.kernel.consensus;

/// The timers of a [Raft].
public enum RaftTimer {
  /// Nobody leads, as far as this node hears.
  ELECTION,
  /// A leader is to be heard.
  HEARTBEAT
}
