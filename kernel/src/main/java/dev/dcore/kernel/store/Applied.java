package dev.dcore.kernel.store;

import dev.dcore.kernel.persistence.state.Entry;
import java.util.List;

/// How an operation ended. A function of the state and the entry, so every replica has the same.
public sealed interface Applied {
  long position();

  /// The command was carried out.
  ///
  /// @param result what the state machine returned
  /// @param written what became of each of the state machine's keys that it wrote to, in the order
  ///   of keys; a tombstone for one that is gone
  record Executed(long position, byte[] result, List<Entry> written) implements Applied {
    public Executed {
      written = List.copyOf(written);
    }
  }

  /// The command had been carried out before, with this result; nothing was changed.
  record Repeated(long position, byte[] result) implements Applied {}

  /// The session is open; its id is unlike that of any before.
  record Opened(long position, SessionId session) implements Applied {}

  record Closed(long position) implements Applied {}

  record Ticked(long position) implements Applied {}

  /// The command was not carried out at this position, and nothing was changed.
  record Rejected(long position, Rejection reason) implements Applied {}

  /// Why a command in a session was not carried out.
  enum Rejection {
    /// There is no such session: it was closed, or so many others were used since that it was
    /// forgotten. Whether the command was carried out at another position is not known.
    UNKNOWN_SESSION,
    /// The client said that it has the result.
    STALE_SEQUENCE,
    /// The client has too many commands under way; it may send it again when their results came.
    WINDOW_FULL
  }
}
