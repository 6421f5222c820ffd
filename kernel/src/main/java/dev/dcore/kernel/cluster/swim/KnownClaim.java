package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.transport.MalformedFrame;

/// A claim together with what its body says.
public record KnownClaim(Claim claim, Profile profile) {
  /// @throws MalformedFrame when the body is not a profile
  public static KnownClaim read(Claim claim) throws MalformedFrame {
    return new KnownClaim(claim, SwimMessages.PROFILE.decode(claim.body()));
  }
}
