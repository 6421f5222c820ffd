package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.consensus.Boundary;
import dev.dcore.kernel.consensus.Configuration;
import dev.dcore.kernel.consensus.Entry;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.persistence.state.ByteWrites;
import dev.dcore.kernel.persistence.state.OrderedBytes;
import dev.dcore.kernel.persistence.state.StateStore;
import dev.dcore.kernel.persistence.state.StateView;
import dev.dcore.kernel.store.Applied;
import dev.dcore.kernel.store.ReplicatedState;
import dev.dcore.kernel.store.StateHistory;
import dev.dcore.kernel.store.StateMachine;
import dev.dcore.kernel.store.UnknownCommand;
import dev.dcore.kernel.store.UnknownQuery;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the entries of a group's log have made: the state machine's keys, and beside them the term
/// and the voters that the entries brought. Each term begins with an entry of its own, so the state
/// alone says of which entry it is.
final class GroupState {
  private static final String TERM = "term";
  private static final String CONFIGURATION = "configuration";

  /// What a restored state is ahead of its backup, in positions and in terms: more than any log can
  /// have grown since, so that no revision comes twice, and no entry of an old log is taken for one
  /// of the new.
  private static final long RESTORED_POSITIONS = 1L << 32;

  private static final long RESTORED_TERMS = 1L << 20;

  private final OrderedBytes bytes;
  private final ReplicatedState state;
  private String failure = "";

  /// @param onWritten sees what each entry writes to the backend
  GroupState(
      OrderedBytes bytes,
      StateMachine machine,
      ReplicatedState.Config config,
      Consumer<ByteWrites> onWritten) {
    this.bytes = bytes;
    StateStore store = new StateStore(bytes);
    store.watch(onWritten);
    this.state = new ReplicatedState(store, machine, config);
  }

  OrderedBytes backend() {
    return bytes;
  }

  /// The index of the last entry that was carried out.
  long position() {
    return state.position();
  }

  long nowNanos() {
    return state.nowNanos();
  }

  long keys() {
    return state.latest().keys();
  }

  long bytes() {
    return state.latest().keyAndValueBytes();
  }

  StateView snapshot() {
    return state.snapshot();
  }

  void reload() {
    state.reload();
  }

  /// The state machine's keys to read, until the next entry.
  StateHistory reader() {
    return state.reader();
  }

  String refusal(byte[] entry) {
    return state.refusal(entry);
  }

  byte[] query(byte[] question) throws UnknownQuery {
    return state.query(question);
  }

  /// What stands for the log up to this state.
  ///
  /// @param first who votes when no entry has said so
  Boundary boundary(List<NodeId> first) {
    byte[] term = state.system(TERM);
    byte[] configuration = state.system(CONFIGURATION);
    return new Boundary(
        position(),
        term == null ? 0 : ByteBuffer.wrap(term).getLong(),
        configuration == null ? Configuration.of(first) : Configuration.decode(configuration));
  }

  /// Whether it was not made by a group's log.
  boolean ofAnAgentAlone() {
    return position() > 0 && state.system(TERM) == null;
  }

  /// Makes the state of a backup the beginning of a group's log.
  void restored(List<NodeId> voters) {
    long term = boundary(voters).term() + RESTORED_TERMS;
    long position = position() + RESTORED_POSITIONS;
    state.putSystem(position, TERM, ByteBuffer.allocate(Long.BYTES).putLong(term).array());
    state.putSystem(position + 1, CONFIGURATION, Configuration.of(voters).encode());
  }

  /// @return null when this version cannot carry it out; [#failure] says why
  @Nullable Applied apply(Entry entry) {
    long index = entry.index();
    switch (entry.kind()) {
      case COMMAND -> {
        try {
          return state.apply(index, entry.data());
        } catch (UnknownCommand e) {
          failure = String.valueOf(e.getMessage());
          return null;
        }
      }
      case NOOP ->
          state.putSystem(index, TERM, ByteBuffer.allocate(8).putLong(entry.term()).array());
      case CONFIGURATION -> state.putSystem(index, CONFIGURATION, entry.data());
      case SNAPSHOT -> Invariant.check(false, "it stands for what is in the state");
    }
    return new Applied.Ticked(index);
  }

  String failure() {
    return failure;
  }
}
