package dev.dcore.kernel.cluster.stable;

import dev.dcore.kernel.identity.NodeId;

/// A process that a cut admits.
public record Newcomer(NodeId id, long boot) {
  /// @throws IllegalArgumentException when it is out of bounds
  public Newcomer {
    StableMember.requireProcess(id, boot);
  }
}
