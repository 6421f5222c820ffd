package dev.dcore.kernel.store;

import dev.dcore.kernel.persistence.state.Change;
import dev.dcore.kernel.persistence.state.Entry;
import dev.dcore.kernel.persistence.state.KeyRange;
import dev.dcore.kernel.persistence.state.OrderedView;
import dev.dcore.kernel.persistence.state.StateView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/// Sessions of clients, in which a command has one effect however often it is in the log: the
/// completion records of RIFL (Lee et al., SOSP 2015, section 3), kept in the state itself.
///
/// ```text
/// s opened:8 nonce:8                 when it was opened                  (empty)
/// s opened:8 nonce:8 sequence:8      first incomplete:8, the result
/// ```
///
/// Each result has the first incomplete sequence as it was then, so that a command writes one key
/// and no more: the largest of a session's is still among its results, since a result is dropped
/// only by a later one. When a session was last used is the position of its newest record. So what
/// is in memory here follows from the state alone, and a replica that was restored from a snapshot
/// forgets the same sessions as one that was not.
final class Sessions {
  private static final int ID_BYTES = 17;
  private static final int PAGE = 1_024;

  private final SessionLimits limits;

  /// In the order in which they were last used.
  private final LinkedHashMap<SessionId, Session> byUse = new LinkedHashMap<>();

  /// @param lastUsed a position
  private record Session(SessionId id, long firstIncomplete, long lastUsed) {}

  /// What is to be done with a command.
  sealed interface Verdict {
    record Fresh() implements Verdict {}

    record Known(byte[] result) implements Verdict {}

    record Refused(Applied.Rejection reason) implements Verdict {}
  }

  Sessions(SessionLimits limits) {
    this.limits = limits;
  }

  int size() {
    return byUse.size();
  }

  /// Reads them from a state.
  void load(StateView state) {
    LinkedHashMap<SessionId, Session> found = new LinkedHashMap<>();
    KeyRange rest = KeySpace.SESSIONS.in(KeyRange.ALL);
    while (true) {
      List<Entry> page = state.list(rest, PAGE, OrderedView.Order.ASCENDING);
      for (Entry entry : page) {
        SessionId id = idOf(entry.key());
        long first = entry.value().length == 0 ? 1 : ByteBuffer.wrap(entry.value()).getLong();
        found.merge(id, new Session(id, first, entry.position()), Sessions::later);
      }
      if (page.size() < PAGE) {
        break;
      }
      rest = rest.after(page.getLast().key());
    }
    List<Session> inOrder = new ArrayList<>(found.values());
    inOrder.sort(Comparator.comparingLong(Session::lastUsed));
    byUse.clear();
    inOrder.forEach(session -> byUse.put(session.id(), session));
  }

  private static Session later(Session one, Session other) {
    return new Session(
        one.id(),
        Math.max(one.firstIncomplete(), other.firstIncomplete()),
        Math.max(one.lastUsed(), other.lastUsed()));
  }

  Verdict verdict(Operation.Execute command, StateView state) {
    Session session = byUse.get(command.session());
    if (session == null) {
      return new Verdict.Refused(Applied.Rejection.UNKNOWN_SESSION);
    }
    if (command.sequence() < session.firstIncomplete()) {
      return new Verdict.Refused(Applied.Rejection.STALE_SEQUENCE);
    }
    Entry known = state.get(key(session.id(), command.sequence()));
    if (known != null) {
      byte[] value = known.value();
      return new Verdict.Known(Arrays.copyOfRange(value, Long.BYTES, value.length));
    }
    long first = Math.max(session.firstIncomplete(), command.firstIncomplete());
    return command.sequence() - first >= limits.windowMax()
        ? new Verdict.Refused(Applied.Rejection.WINDOW_FULL)
        : new Verdict.Fresh();
  }

  /// A command that was fresh has been carried out.
  ///
  /// @param state before it
  /// @return what is to be written with it
  List<Change> complete(long position, Operation.Execute command, byte[] result, StateView state) {
    SessionId id = command.session();
    Session before = byUse.remove(id);
    long was = before == null ? 1 : before.firstIncomplete();
    long first = Math.max(was, command.firstIncomplete());
    byUse.put(id, new Session(id, first, position));
    List<Change> changes = new ArrayList<>();
    if (first > was) {
      drop(new KeyRange(key(id, was), key(id, first)), state, changes);
    }
    byte[] value =
        ByteBuffer.allocate(Long.BYTES + result.length).putLong(first).put(result).array();
    changes.add(new Change.Overwrite(key(id, command.sequence()), value));
    return changes;
  }

  /// @return what is to be written
  List<Change> open(long position, SessionId id, StateView state) {
    List<Change> changes = new ArrayList<>();
    while (byUse.size() >= limits.sessionsMax()) {
      changes.addAll(close(byUse.firstEntry().getKey(), state));
    }
    byUse.put(id, new Session(id, 1, position));
    changes.add(new Change.Overwrite(key(id), new byte[0]));
    return changes;
  }

  /// @return what is to be written
  List<Change> close(SessionId id, StateView state) {
    List<Change> changes = new ArrayList<>();
    if (byUse.remove(id) != null) {
      drop(KeyRange.ofPrefix(key(id)), state, changes);
    }
    return changes;
  }

  /// As many as a session keeps at most, and its own record.
  private void drop(KeyRange range, StateView state, List<Change> changes) {
    for (Entry gone : state.list(range, limits.windowMax() + 1, OrderedView.Order.ASCENDING)) {
      changes.add(new Change.Erase(gone.key()));
    }
  }

  private static byte[] key(SessionId id) {
    return ByteBuffer.allocate(ID_BYTES)
        .put(KeySpace.SESSIONS.prefix())
        .putLong(id.opened())
        .putLong(id.nonce())
        .array();
  }

  private static byte[] key(SessionId id, long sequence) {
    return ByteBuffer.allocate(ID_BYTES + Long.BYTES).put(key(id)).putLong(sequence).array();
  }

  private static SessionId idOf(byte[] key) {
    ByteBuffer in = ByteBuffer.wrap(key);
    return new SessionId(in.getLong(1), in.getLong(1 + Long.BYTES));
  }
}
