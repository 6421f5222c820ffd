package dev.dcore.kernel.store;

import dev.dcore.kernel.base.Invariant;

/// What sessions may take. The same on all replicas, which else forget different ones.
///
/// @param sessionsMax how many there are; the one that has been unused for the longest goes for a
///   new one
/// @param windowMax how many results a session keeps
public record SessionLimits(int sessionsMax, int windowMax) {
  /// A program has one session, or one for each of its threads; and no client that waits for its
  /// answers has more under way than the nodes' own windows let through.
  public static final SessionLimits DEFAULT = new SessionLimits(4_096, 4_096);

  public SessionLimits {
    Invariant.check(sessionsMax > 0 && windowMax > 0, "there may be sessions");
  }
}
