package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.transport.Address;
import org.jspecify.annotations.Nullable;

/// One row of the [MemberTable]. Only the table changes claim and state.
final class MemberEntry {
  private Claim claim;
  private Profile profile;
  private MemberState state;
  private NodeId accuser = NodeId.NONE;
  private long sinceNanos;
  private long rttNanos = -1;
  private @Nullable EvidenceLog evidence;

  MemberEntry(Claim claim, Profile profile, MemberState state, long nowNanos) {
    this.claim = claim;
    this.profile = profile;
    this.state = state;
    this.sinceNanos = nowNanos;
  }

  NodeId id() {
    return claim.id();
  }

  String name() {
    return profile.name();
  }

  Address address() {
    return profile.address();
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
    EvidenceLog log = evidence;
    if (log == null) {
      log = new EvidenceLog();
      evidence = log;
    }
    return log;
  }

  void claim(Claim newer, Profile itsProfile) {
    claim = newer;
    profile = itsProfile;
  }

  void state(long nowNanos, MemberState newer, NodeId accusedBy) {
    if (newer == MemberState.SUSPECT) {
      evidence = null;
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
        profile.name(),
        profile.address(),
        state,
        claim.left() ? Phase.DOWN : Phase.UP,
        claim.incarnation(),
        profile.metadata(),
        rttNanos);
  }

  /// As others are told about it.
  SwimMessage.StateEntry stateEntry() {
    return new SwimMessage.StateEntry(claim, state, accuser);
  }
}
