package dev.dcore.kernel.cluster.stable;

import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.NodeId;

/// One process in a stable view.
///
/// @param boot which life of the node it is; a restarted node is another member
/// @param since the number of the view that admitted it; who was removed and comes back without a
///   restart has a later one
public record StableMember(NodeId id, long boot, long since) {
  /// @throws IllegalArgumentException when it is out of bounds
  public StableMember {
    requireProcess(id, boot);
    if (since < 1) {
      throw new IllegalArgumentException("a member is in since a view, from 1 on");
    }
  }

  static void requireProcess(NodeId id, long boot) {
    if (id.equals(NodeId.NONE) || boot < 1 || boot > Incarnation.BOOT_MAX) {
      throw new IllegalArgumentException("a member of a stable view has an id and a boot number");
    }
  }
}
