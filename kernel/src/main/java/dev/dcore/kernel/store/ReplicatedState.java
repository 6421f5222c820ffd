package dev.dcore.kernel.store;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.state.Change;
import dev.dcore.kernel.persistence.state.Entry;
import dev.dcore.kernel.persistence.state.StateBatch;
import dev.dcore.kernel.persistence.state.StateStore;
import dev.dcore.kernel.persistence.state.StateView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A state machine with what makes it replicable: it carries out the entries of a log, in their
/// order, each as one batch of the state, with the session's record and the command's result in it.
/// Replicas that applied the same entries hold the same bytes, whichever of them were restored from
/// a snapshot on the way.
///
/// Each position is one call of [#apply], [#pass] or [#putSystem]. Confined to one thread;
/// snapshots may be read by another.
public final class ReplicatedState {
  /// How many positions back replaced versions are kept: a watch or a reader that lost its
  /// connection finds its place after half a minute of some hundred writes a second, and the memory
  /// is bounded.
  public static final long RETAINED_POSITIONS = 10_000;

  /// How many bytes of large commands back they are kept, however few positions those are.
  public static final long RETAINED_BYTES = 16L << 20;

  private final StateStore store;
  private final StateMachine machine;
  private final Sessions sessions;
  private final Retention retention;
  private final int requestBytesMax;

  /// What is the same on all replicas, but for the last.
  ///
  /// @param retainedPositions how many positions back replaced versions are kept
  /// @param retainedBytes of large commands, when that is less far back
  /// @param requestBytesMax of a command, for [#refusal]
  public record Config(
      SessionLimits sessions, long retainedPositions, long retainedBytes, int requestBytesMax) {
    public static final Config DEFAULT =
        new Config(
            SessionLimits.DEFAULT,
            RETAINED_POSITIONS,
            RETAINED_BYTES,
            StoreLimits.DEFAULT.requestBytesMax());

    public Config {
      Invariant.check(
          retainedPositions >= 0 && retainedBytes > 0 && requestBytesMax > 0,
          "some requests are allowed");
    }
  }

  /// @param store may hold what was applied before
  public ReplicatedState(StateStore store, StateMachine machine, Config config) {
    this.store = store;
    this.machine = machine;
    this.sessions = new Sessions(config.sessions());
    this.retention = new Retention(config.retainedPositions(), config.retainedBytes());
    this.requestBytesMax = config.requestBytesMax();
    load();
  }

  /// The position of the last entry; the next one has a larger one.
  public long position() {
    return store.position();
  }

  /// The logical time.
  public long nowNanos() {
    return store.nowNanos();
  }

  /// How many sessions are open.
  public int sessions() {
    return sessions.size();
  }

  /// Carries out one entry of the log.
  ///
  /// @throws UnknownCommand when it cannot; nothing is changed then, and nothing may be applied
  ///   after
  public Applied apply(long position, byte[] entry) throws UnknownCommand {
    Invariant.check(position > store.position(), "an entry is applied once, in order");
    ReplicatedEntry decoded = ReplicatedEntry.decode(entry);
    long now = Math.max(decoded.nowNanos(), store.nowNanos());
    return switch (decoded.operation()) {
      case Operation.Execute execute -> onExecute(position, now, execute);
      case Operation.OpenSession(long nonce) -> onOpen(position, now, nonce);
      case Operation.CloseSession(SessionId session) -> onClose(position, now, session);
      case Operation.Tick _ -> {
        write(position, now, 0, List.of());
        yield new Applied.Ticked(position);
      }
    };
  }

  /// A position that asks nothing of the state.
  public void pass(long position) {
    write(position, store.nowNanos(), 0, List.of());
  }

  /// A position that brings a record of whoever runs the replica; it goes with snapshots.
  public void putSystem(long position, String name, byte[] record) {
    Change change = new Change.Overwrite(systemKey(name), record);
    write(position, store.nowNanos(), 0, List.of(change));
  }

  /// @return null when none was put
  public byte @Nullable [] system(String name) {
    return system(store.latest(), name);
  }

  /// As [#system(String)], of a snapshot.
  public static byte @Nullable [] system(StateView state, String name) {
    Entry found = state.get(systemKey(name));
    return found == null ? null : found.value();
  }

  /// Why what a client sent is not to be proposed, in one sentence, or empty. Bytes for which this
  /// is empty are an entry that [#apply] knows.
  public String refusal(byte[] entry) {
    try {
      return switch (ReplicatedEntry.decode(entry).operation()) {
        case Operation.Execute execute -> refusal(execute);
        case Operation.OpenSession _, Operation.CloseSession _ -> "";
        case Operation.Tick _ -> "the time is not a client's to say";
      };
    } catch (UnknownCommand e) {
      return String.valueOf(e.getMessage());
    }
  }

  private String refusal(Operation.Execute execute) {
    int length = execute.command().length;
    return length > requestBytesMax
        ? "the request has " + length + " bytes, more than " + requestBytesMax
        : machine.refusal(execute.command(), reader());
  }

  /// Answers a question from the state as it is.
  ///
  /// @throws UnknownQuery when it cannot
  public byte[] query(byte[] query) throws UnknownQuery {
    return machine.query(query, reader());
  }

  /// Answers a question from a snapshot.
  ///
  /// @throws UnknownQuery when it cannot
  public byte[] query(StateView snapshot, byte[] query) throws UnknownQuery {
    return machine.query(query, new StateHistory(snapshot));
  }

  /// The state machine's keys to read, until the next entry.
  public StateHistory reader() {
    return new StateHistory(store.latest());
  }

  /// The whole state to read, until the next entry.
  public StateView latest() {
    return store.latest();
  }

  /// The whole state as it is now, whatever follows. The caller closes it.
  public StateView snapshot() {
    return store.snapshot();
  }

  /// Somebody else has filled the backend, as from a snapshot of another replica.
  public void reload() {
    store.reload();
    load();
  }

  private void load() {
    sessions.load(store.latest());
    retention.load(store.latest());
  }

  private Applied onExecute(long position, long now, Operation.Execute execute)
      throws UnknownCommand {
    boolean inSession = !execute.session().equals(SessionId.NONE);
    Sessions.Verdict verdict =
        inSession ? sessions.verdict(execute, store.latest()) : new Sessions.Verdict.Fresh();
    return switch (verdict) {
      case Sessions.Verdict.Fresh _ -> onFresh(position, now, execute, inSession);
      case Sessions.Verdict.Known(byte[] result) -> {
        write(position, now, 0, List.of());
        yield new Applied.Repeated(position, result);
      }
      case Sessions.Verdict.Refused(Applied.Rejection reason) -> {
        write(position, now, 0, List.of());
        yield new Applied.Rejected(position, reason);
      }
    };
  }

  private Applied onFresh(long position, long now, Operation.Execute execute, boolean inSession)
      throws UnknownCommand {
    StateWriter writer = new StateWriter(reader(), position, now);
    byte[] result = machine.apply(execute.command(), writer);
    List<Change> changes = new ArrayList<>(writer.changes());
    if (inSession) {
      changes.addAll(sessions.complete(position, execute, result, store.latest()));
    }
    if (retention.counts(execute.command().length)) {
      changes.add(retention.count(position, execute.command().length));
    }
    write(position, now, writer.horizon(), changes);
    return new Applied.Executed(position, result, writer.written());
  }

  private Applied onOpen(long position, long now, long nonce) {
    SessionId session = new SessionId(position, nonce);
    write(position, now, 0, sessions.open(position, session, store.latest()));
    return new Applied.Opened(position, session);
  }

  private Applied onClose(long position, long now, SessionId session) {
    write(position, now, 0, sessions.close(session, store.latest()));
    return new Applied.Closed(position);
  }

  private void write(long position, long now, long horizon, List<Change> changes) {
    long kept = Math.max(horizon, retention.horizon(position));
    StateStore.Applied _ = store.apply(new StateBatch(position, now, kept, changes));
  }

  private static byte[] systemKey(String name) {
    return KeySpace.SYSTEM.in(name.getBytes(StandardCharsets.UTF_8));
  }
}
