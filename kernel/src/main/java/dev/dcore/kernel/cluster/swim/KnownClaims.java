package dev.dcore.kernel.cluster.swim;

import dev.dcore.kernel.transport.MalformedFrame;

/// Reads the bodies of claims that are news. Whoever runs many nodes in one process can hand out
/// the same record to all of them, since claims are immutable: what a thousand nodes know of each
/// other is then in memory once and not a million times.
@FunctionalInterface
public interface KnownClaims {
  /// Reads every body anew.
  KnownClaims UNSHARED = KnownClaim::read;

  /// @throws MalformedFrame when the body is not a profile
  KnownClaim read(Claim claim) throws MalformedFrame;
}
