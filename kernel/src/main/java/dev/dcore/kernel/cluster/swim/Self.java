package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.MemberState;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.NodeIdentity;
import dev.dcore.kernel.transport.Address;

/// This node's own claim, which nobody else may make, and its phase.
final class Self {
  private Claim claim;
  private Phase phase = Phase.STARTING;

  Self(NodeIdentity identity, String name, Address address, Metadata metadata) {
    claim =
        new Claim(
            identity.id(), name, address, Incarnation.ofBoot(identity.boot()), Phase.UP, metadata);
  }

  NodeId id() {
    return claim.id();
  }

  Claim claim() {
    return claim;
  }

  long incarnation() {
    return claim.incarnation();
  }

  Phase phase() {
    return phase;
  }

  void phase(Phase next) {
    Invariant.check(next.compareTo(phase) > 0, "phases only go on: " + phase + " to " + next);
    phase = next;
  }

  /// A claim above everything that was said: what refutes an accusation of `accused`.
  Claim rise(long accused) {
    return renew(Math.max(accused, claim.incarnation()) + 1, claim.phase(), claim.metadata());
  }

  Claim describe(Metadata metadata) {
    return renew(claim.incarnation() + 1, claim.phase(), metadata);
  }

  /// The last claim: this node has left.
  Claim leave() {
    return renew(claim.incarnation() + 1, Phase.DOWN, claim.metadata());
  }

  Member view() {
    return new Member(
        claim.id(),
        claim.name(),
        claim.address(),
        claim.left() ? MemberState.LEFT : MemberState.ALIVE,
        phase,
        claim.incarnation(),
        claim.metadata(),
        -1);
  }

  SwimMessage.StateEntry stateEntry() {
    return new SwimMessage.StateEntry(
        claim, claim.left() ? MemberState.LEFT : MemberState.ALIVE, NodeId.NONE);
  }

  private Claim renew(long incarnation, Phase claimed, Metadata metadata) {
    Invariant.check(incarnation > claim.incarnation(), "an own incarnation only grows");
    claim = new Claim(claim.id(), claim.name(), claim.address(), incarnation, claimed, metadata);
    return claim;
  }
}
