package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.identity.NodeId;

/// One thing that is said about one member.
public sealed interface Rumor permits Claim, Accusation, Doubt {
  NodeId subject();

  long incarnation();

  /// Whether nobody needs the older one any more who hears this.
  ///
  /// @param older about the same member
  boolean replaces(Rumor older);

  /// An upper bound of its encoded size, in bytes.
  int bytesMax();
}
