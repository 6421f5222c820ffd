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
  /// A failover takes the time without a leader, one to two times the first, and a round or two;
  /// five heartbeats fit into it, so that a few that are lost, or a pause of a few hundred
  /// milliseconds, change no leader. Twice as many heartbeats cost an idle leader a hundredth of a
  /// core.
  public static final RaftConfig DEFAULT =
      new RaftConfig(500_000_000, 100_000_000, 256 << 10, 16, 2 << 20, 16L << 20);

  public RaftConfig {
    Invariant.check(
        heartbeatNanos > 0 && electionNanos >= 4 * heartbeatNanos,
        "an election waits for several heartbeats");
    Invariant.check(messageBytesMax > 0 && flightMessagesMax > 0, "something is sent");
    Invariant.check(flightBytesMax >= messageBytesMax, "a message fits into the window");
  }
}
