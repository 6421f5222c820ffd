package dev.dcore.kernel.cluster;

import java.util.Locale;

/// What others believe of a member, in the order in which one claim overrules another of the same
/// incarnation.
public enum MemberState {
  ALIVE,
  SUSPECT,
  DEAD,
  LEFT;

  private final String label = name().toLowerCase(Locale.ROOT);

  /// Its name in lower case, as in sentences and JSON.
  public String label() {
    return label;
  }

  /// Whether the member takes part: it is probed, and gossip goes to it.
  public boolean participates() {
    return this == ALIVE || this == SUSPECT;
  }
}
