package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.MemberName;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.cluster.ProtocolRange;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.transport.Address;

/// What a member tells about itself, as the body of a [Claim] carries it.
///
/// @param draining whether it wants no new work and means to leave
/// @param protocol which versions it speaks
public record Profile(
    String name, Address address, Metadata metadata, boolean draining, ProtocolRange protocol) {
  /// The largest encoded profile: name, host and metadata at their largest, so that a claim and its
  /// carrier always fit one datagram.
  public static final int BYTES_MAX = 900;

  /// Of a member that takes work and speaks what this code does.
  public Profile(String name, Address address, Metadata metadata) {
    this(name, address, metadata, false, ProtocolRange.OURS);
  }

  /// As others show it while the member takes part.
  Phase phase() {
    return draining ? Phase.DRAINING : Phase.UP;
  }

  /// @throws IllegalArgumentException in one sentence for people
  public Profile {
    MemberName.require("a member's name", name);
  }
}
