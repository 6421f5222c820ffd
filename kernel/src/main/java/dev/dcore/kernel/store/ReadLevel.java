package dev.dcore.kernel.store;

/// What an answer must hold, and who gives it.
public enum ReadLevel {
  /// All that was acknowledged to anybody before the question came; by the leader.
  LINEARIZABLE,
  /// The same, by this node's replica, which asks the leader only how far it must be.
  FOLLOWER,
  /// What this node's replica has, of whatever age.
  LOCAL
}
