package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.transport.MalformedFrame;

/// A claim together with what its body says. Equal by the owner's bytes.
public record KnownClaim(Claim claim, Profile profile) {
  /// @throws MalformedFrame when the body is not a profile
  public static KnownClaim read(Claim claim) throws MalformedFrame {
    return new KnownClaim(claim, SwimMessages.PROFILE.decode(claim.body()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KnownClaim(Claim otherClaim, Profile _) && otherClaim.equals(claim);
  }

  @Override
  public int hashCode() {
    return claim.hashCode();
  }
}
