package dev.dcore.kernel.consensus;

/// What of this node must be durable before a message leaves it: all of that kind that the effects
/// before the message have asked for.
public enum Durability {
  /// Nothing: the message promises nothing that a power loss could take back.
  NOTHING,
  /// The term and the vote.
  BALLOT,
  /// The term, the vote, and the log.
  LOG
}
