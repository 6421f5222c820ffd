package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.MemberName;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.transport.Address;

/// What a member tells about itself, as the body of a [Claim] carries it.
public record Profile(String name, Address address, Metadata metadata) {
  /// The largest encoded profile: name, host and metadata at their largest, so that a claim and its
  /// carrier always fit one datagram.
  public static final int BYTES_MAX = 900;

  /// @throws IllegalArgumentException in one sentence for people
  public Profile {
    MemberName.require("a member's name", name);
  }
}
