package dev.dcore.kernel.cluster;

import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;

/// One member as one node sees it.
///
/// @param state what the observer believes
/// @param phase what the member last said of itself
/// @param incarnation see [dev.dcore.kernel.identity.Incarnation]
/// @param protocol the versions of the protocol that it speaks
/// @param rttNanos the observer's last measured round trip, or -1
public record Member(
    NodeId id,
    String name,
    Address address,
    MemberState state,
    Phase phase,
    long incarnation,
    Metadata metadata,
    ProtocolRange protocol,
    long rttNanos) {
  /// Whether it takes part and nobody doubts it.
  public boolean alive() {
    return state == MemberState.ALIVE;
  }
}
