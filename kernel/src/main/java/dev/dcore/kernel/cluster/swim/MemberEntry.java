package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;

/// One row of the [MemberTable]. Only the table changes claim and state.
final class MemberEntry {
  private Claim claim;
  private MemberState state;
  private NodeId accuser = NodeId.NONE;
  private long sinceNanos;
  private long rttNanos = -1;
  private EvidenceLog evidence = new EvidenceLog();

  MemberEntry(Claim claim, MemberState state, long nowNanos) {
    this.claim = claim;
    this.state = state;
    this.sinceNanos = nowNanos;
  }

  NodeId id() {
    return claim.id();
  }

  String name() {
    return claim.name();
  }

  Address address() {
    return claim.address();
  }

  long incarnation() {
    return claim.incarnation();
  }

  Claim claim() {
    return claim;
  }

  MemberState state() {
    return state;
  }

  /// Whose probe failed, or [NodeId#NONE] while nobody accuses it.
  NodeId accuser() {
    return accuser;
  }

  /// Since when it is in this state.
  long sinceNanos() {
    return sinceNanos;
  }

  EvidenceLog evidence() {
    return evidence;
  }

  void claim(Claim newer) {
    claim = newer;
  }

  void state(long nowNanos, MemberState newer, NodeId accusedBy) {
    if (newer == MemberState.SUSPECT) {
      evidence = new EvidenceLog();
    }
    state = newer;
    accuser = accusedBy;
    sinceNanos = nowNanos;
  }

  void rttNanos(long measured) {
    rttNanos = measured;
  }

  Member view() {
    return new Member(
        claim.id(),
        claim.name(),
        claim.address(),
        state,
        claim.phase(),
        claim.incarnation(),
        claim.metadata(),
        rttNanos);
  }

  /// As others are told about it.
  SwimMessage.StateEntry stateEntry() {
    return new SwimMessage.StateEntry(claim, state, accuser);
  }
}
