package dev.dcore.kernel.store;

/// A session of a client. The position makes it one that never was before, so that what an old one
/// left on the network is not taken for a new one's; the client's number makes it one that another
/// cluster, or a state restored from a backup, does not know.
///
/// @param opened the position of the entry that opened it; 0 for no session
/// @param nonce what the client drew
public record SessionId(long opened, long nonce) {
  /// No session: a command is applied as often as it is in the log.
  public static final SessionId NONE = new SessionId(0, 0);

  public SessionId {
    if (opened < 0) {
      throw new IllegalArgumentException("a position is not negative");
    }
  }
}
