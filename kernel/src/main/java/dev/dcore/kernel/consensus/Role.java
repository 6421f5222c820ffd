package dev.dcore.kernel.consensus;

/// What a node is in its term.
public enum Role {
  FOLLOWER,
  /// Asks whether an election could be won, before it makes a term of its own (section 9.6).
  PRE_CANDIDATE,
  CANDIDATE,
  LEADER;

  public String label() {
    return switch (this) {
      case FOLLOWER -> "follower";
      case PRE_CANDIDATE -> "pre-candidate";
      case CANDIDATE -> "candidate";
      case LEADER -> "leader";
    };
  }
}
