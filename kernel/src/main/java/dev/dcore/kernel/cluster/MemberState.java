package dev.dcore.kernel.cluster;

/// What others believe of a member, in the order in which one claim overrules another of the same
/// incarnation.
public enum MemberState {
  ALIVE,
  SUSPECT,
  DEAD,
  LEFT;

  /// Whether the member takes part: it is probed, and gossip goes to it.
  public boolean participates() {
    return this == ALIVE || this == SUSPECT;
  }
}
