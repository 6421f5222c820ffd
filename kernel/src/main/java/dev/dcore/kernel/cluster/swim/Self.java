package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.cluster.Member;
import dev.dcore.kernel.cluster.Phase;
import dev.dcore.kernel.identity.Incarnation;
import dev.dcore.kernel.identity.Metadata;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.identity.NodeIdentity;
import org.jspecify.annotations.Nullable;

/// This node's own claim, which nobody else may make, and its phase.
final class Self {
  private Claim claim;
  private Profile profile;
  private Phase phase = Phase.STARTING;
  private int stableMark;

  Self(NodeIdentity identity, Profile profile) {
    this.profile = profile;
    this.claim =
        new Claim(
            identity.id(),
            Incarnation.ofBoot(identity.boot()),
            false,
            SwimMessages.PROFILE.encode(profile));
  }

  NodeId id() {
    return claim.id();
  }

  Claim claim() {
    return claim;
  }

  Profile profile() {
    return profile;
  }

  long incarnation() {
    return claim.incarnation();
  }

  /// What this node says of itself, as one number; whatever ranks higher has to be refuted.
  long rank() {
    return RankIndex.rank(claim.incarnation(), claim.state());
  }

  /// What its pings and answers say of the stable view that it holds; 0 while it holds none.
  int stableMark() {
    return stableMark;
  }

  void stableMark(int mark) {
    stableMark = mark;
  }

  Phase phase() {
    return phase;
  }

  void phase(Phase next) {
    boolean onward = next.compareTo(phase) > 0 || (phase == Phase.DRAINING && next == Phase.UP);
    Invariant.check(onward, "phases only go on, but for draining: " + phase + " to " + next);
    phase = next;
  }

  /// A claim above everything that was said: what refutes an accusation of `accused`.
  ///
  /// @return null when the accusation is of an incarnation that this node cannot have reached, and
  ///   is a forgery
  @Nullable Claim rise(long accused) {
    long next = Math.max(accused, claim.incarnation()) + 1;
    boolean plausible = Claim.reachable(claim.incarnation(), accused);
    return plausible && Incarnation.valid(next) ? renew(next, claim.left()) : null;
  }

  Claim describe(Metadata metadata) {
    return become(
        new Profile(
            profile.name(), profile.address(), metadata, profile.draining(), profile.protocol()));
  }

  Claim drain(boolean on) {
    return become(
        new Profile(profile.name(), profile.address(), profile.metadata(), on, profile.protocol()));
  }

  /// The last claim: this node has left.
  Claim leave() {
    return renew(Math.min(claim.incarnation() + 1, Incarnation.MAX), true);
  }

  Member view() {
    return new Member(
        claim.id(),
        profile.name(),
        profile.address(),
        claim.state(),
        phase,
        claim.incarnation(),
        profile.metadata(),
        profile.protocol(),
        -1);
  }

  SwimMessage.StateEntry stateEntry() {
    return new SwimMessage.StateEntry(claim, claim.state(), NodeId.NONE);
  }

  private Claim become(Profile next) {
    profile = next;
    return renew(Math.min(claim.incarnation() + 1, Incarnation.MAX), claim.left());
  }

  private Claim renew(long incarnation, boolean left) {
    Invariant.check(incarnation >= claim.incarnation(), "an own incarnation only grows");
    claim = new Claim(claim.id(), incarnation, left, SwimMessages.PROFILE.encode(profile));
    return claim;
  }
}
