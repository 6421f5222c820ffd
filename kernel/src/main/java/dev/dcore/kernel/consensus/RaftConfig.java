package dev.dcore.kernel.consensus;

import dev.dcore.kernel.base.Invariant;

/// How a consensus group keeps time and bounds its memory.
///
/// @param electionNanos who hears nothing of a leader for so long, and up to twice as long, stands
///   for election; a leader that no majority answers for so long steps down
/// @param heartbeatNanos a leader is heard so often
/// @param messageBytesMax the entries of one message, unless one entry is larger
/// @param flightMessagesMax messages to one follower that are not answered
/// @param flightBytesMax their entries' bytes
/// @param uncommittedBytesMax what a leader takes and has not yet committed; more is refused
public record RaftConfig(
    long electionNanos,
    long heartbeatNanos,
    int messageBytesMax,
    int flightMessagesMax,
    int flightBytesMax,
    long uncommittedBytesMax) {
  /// A failover takes the time without a leader, 1.5 times the first on average with three voters'
  /// earliest at 1.25, and a round or two; ten heartbeats fit into it, so that a lost few, or a
  /// pause of a few hundred milliseconds, change no leader.
  public static final RaftConfig DEFAULT =
      new RaftConfig(500_000_000, 50_000_000, 256 << 10, 16, 2 << 20, 16L << 20);

  public RaftConfig {
    Invariant.check(
        heartbeatNanos > 0 && electionNanos >= 4 * heartbeatNanos,
        "an election waits for several heartbeats");
    Invariant.check(messageBytesMax > 0 && flightMessagesMax > 0, "something is sent");
    Invariant.check(flightBytesMax >= messageBytesMax, "a message fits into the window");
  }
}
