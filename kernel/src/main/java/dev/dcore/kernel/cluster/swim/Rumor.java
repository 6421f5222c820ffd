package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.identity.NodeId;

/// One thing that is said about one member.
public sealed interface Rumor permits Claim, Accusation {
  NodeId subject();

  long incarnation();

  /// An upper bound of its encoded size, in bytes.
  int bytesMax();
}
