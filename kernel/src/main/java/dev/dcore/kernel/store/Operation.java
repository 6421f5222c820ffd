package dev.dcore.kernel.store;

/// What an entry of the log asks of a replicated state.
public sealed interface Operation {
  /// A command of the state machine. One with a session is carried out once, however often it is in
  /// the log.
  ///
  /// @param session [SessionId#NONE] for none
  /// @param sequence the command's number in its session, from 1; 0 without a session
  /// @param firstIncomplete the least sequence whose result the client has not got yet: results
  ///   before it are dropped
  /// @param command not modified by anybody
  record Execute(SessionId session, long sequence, long firstIncomplete, byte[] command)
      implements Operation {
    public Execute {
      boolean none = session.opened() == 0;
      if (none ? sequence != 0 || firstIncomplete != 0 : firstIncomplete < 1) {
        throw new IllegalArgumentException("sequences begin with 1, in a session");
      }
      if (sequence < firstIncomplete) {
        throw new IllegalArgumentException("a command is not sent again after its result came");
      }
    }

    /// A command without a session.
    public static Execute once(byte[] command) {
      return new Execute(SessionId.NONE, 0, 0, command);
    }
  }

  /// Opens a session, another one each time.
  ///
  /// @param nonce any number that the client drew
  record OpenSession(long nonce) implements Operation {}

  /// Forgets a session with its results. Does nothing when it is not known.
  record CloseSession(SessionId session) implements Operation {}

  /// Brings the time, and nothing else.
  record Tick() implements Operation {}
}
