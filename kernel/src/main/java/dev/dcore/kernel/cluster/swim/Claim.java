package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.MemberName;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;

/// What a member says of itself. Only its owner makes one; everybody passes it on. Phase `DOWN`
/// says that it left.
public record Claim(
    NodeId id, String name, Address address, long incarnation, Phase phase, Metadata metadata)
    implements Rumor {
  private static final int FIXED_BYTES_MAX = 64;

  /// @throws IllegalArgumentException in one sentence for people
  public Claim {
    MemberName.require("a member's name", name);
    if (id.equals(NodeId.NONE)) {
      throw new IllegalArgumentException("a claim has an id");
    }
    if (!Incarnation.valid(incarnation)) {
      throw new IllegalArgumentException("incarnation " + incarnation + " is out of range");
    }
  }

  @Override
  public NodeId subject() {
    return id;
  }

  @Override
  public int bytesMax() {
    return FIXED_BYTES_MAX + name.length() + address.host().length() + metadata.bytes();
  }

  /// Whether the member says that it is gone.
  public boolean left() {
    return phase == Phase.DOWN;
  }
}
