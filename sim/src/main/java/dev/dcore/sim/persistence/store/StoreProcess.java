package dev.dcore.sim.persistence.store;

import static dev.dcore.sim.persistence.store.StoreHistory.require;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.checkpoint.CheckpointConfig;
import dev.dcore.kernel.persistence.log.LogConfig;
import dev.dcore.kernel.persistence.log.SyncPolicy;
import dev.dcore.kernel.persistence.state.Entry;
import dev.dcore.kernel.persistence.state.KeyRange;
import dev.dcore.kernel.persistence.state.MemoryBytes;
import dev.dcore.kernel.persistence.state.OrderedView;
import dev.dcore.kernel.persistence.state.StateView;
import dev.dcore.kernel.runtime.LocalStore;
import dev.dcore.kernel.runtime.StoreAnswer;
import dev.dcore.kernel.runtime.StoreConfig;
import dev.dcore.kernel.runtime.StoreRequest;
import dev.dcore.kernel.runtime.StoreTrace;
import dev.dcore.kernel.store.KvCommand;
import dev.dcore.kernel.store.KvLimits;
import dev.dcore.sim.crash.CrashMachine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One process with a store, as a caller uses it: it asks, waits, and notes both in the history.
final class StoreProcess implements LocalStore.Outputs {
  /// Small, so that all of it comes in few operations: segments change, checkpoints have several
  /// chunks and begin by themselves.
  static final StoreConfig CONFIG =
      new StoreConfig(
          new LogConfig("wal", 8 << 10, 1_024, 400, SyncPolicy.EVERY_APPEND),
          new CheckpointConfig(CheckpointConfig.KEPT_MIN, 600, 1_500),
          new KvLimits(40, 300, 1 << 20),
          5_000);

  private static final NodeId OWNER = new NodeId(0x1234, 0x5678);

  private final CrashMachine machine;
  private final StoreHistory history;
  private final LocalStore store;
  private final Map<Long, StoreAnswer> answers = new TreeMap<>();
  private final NavigableSet<Long> open = new TreeSet<>();
  private @Nullable StateView snapshot;
  private String stopped = "";
  private long openedNanos = Long.MAX_VALUE;
  private long wakeAtNanos = Long.MAX_VALUE;

  /// Begins with the disk of the machine as it is.
  StoreProcess(CrashMachine machine, StoreHistory history) {
    this.machine = machine;
    this.history = history;
    this.store = new LocalStore(machine.open(this::onDisk), new MemoryBytes(), CONFIG, this);
    step(opening -> opening.open(machine.nowNanos(), OWNER, "crash"));
  }

  /// @return null when it is stopped, and says why
  StoreAnswer.@Nullable Status status() {
    return await(ask(new StoreRequest.AskStatus())) instanceof StoreAnswer.Status status
        ? status
        : null;
  }

  /// All keys.
  List<Entry> content() {
    StoreAnswer answer = await(ask(new StoreRequest.ListKeys(KeyRange.ALL, LocalStore.LIST_MAX)));
    require(answer instanceof StoreAnswer.Listed, "it does not list: " + answer);
    return ((StoreAnswer.Listed) answer).entries();
  }

  void put(String key, String value) {
    long ticket = history.nextTicket();
    history.onAsked(ticket, key, value);
    ask(ticket, new StoreRequest.Write(new KvCommand.Put(bytes(key), bytes(value), 0)));
  }

  void delete(String key) {
    long ticket = history.nextTicket();
    history.onAsked(ticket, key, null);
    ask(ticket, new StoreRequest.Write(new KvCommand.Delete(bytes(key))));
  }

  /// A key of its own, which lives for a time.
  void putFor(long livesNanos) {
    long ticket = history.nextTicket();
    String value = "until " + livesNanos;
    noteTime();
    history.onAskedMortal(ticket, value, livesNanos);
    byte[] key = bytes(StoreHistory.mortalKey(ticket));
    ask(ticket, new StoreRequest.Write(new KvCommand.Put(key, bytes(value), livesNanos)));
  }

  void checkpoint() {
    ask(new StoreRequest.Checkpoint());
  }

  /// Waits until the log up to now can go.
  StoreAnswer compact() {
    return await(ask(new StoreRequest.Compact()));
  }

  /// Waits until all that was asked for is answered.
  void awaitAll() {
    machine.await(open::isEmpty);
  }

  /// Reads all of it, when all is answered.
  void checkRead() {
    history.onRead(content());
  }

  /// Why it is stopped.
  String stopped() {
    return stopped;
  }

  /// Takes a snapshot.
  ///
  /// @return what is in it
  List<Entry> snapshot() {
    StoreAnswer answer = await(ask(new StoreRequest.TakeSnapshot()));
    require(answer instanceof StoreAnswer.Snapshot, "no snapshot: " + answer);
    snapshot = ((StoreAnswer.Snapshot) answer).view();
    return seen();
  }

  /// What is in the last snapshot.

  List<Entry> seen() {
    return Invariant.present(snapshot, "a snapshot was taken")
        .list(KeyRange.ALL, LocalStore.LIST_MAX, OrderedView.Order.ASCENDING);
  }

  /// It was open until now. What comes after the last step of a process is in no entry.
  private void noteTime() {
    long now = machine.nowNanos();
    history.onOpenFor(Math.max(0, now - openedNanos));
    openedNanos = openedNanos == Long.MAX_VALUE ? openedNanos : now;
  }

  private long ask(StoreRequest request) {
    long ticket = history.nextTicket();
    ask(ticket, request);
    return ticket;
  }

  private void ask(long ticket, StoreRequest request) {
    open.add(ticket);
    step(asked -> asked.request(machine.nowNanos(), ticket, request));
  }

  private StoreAnswer await(long ticket) {
    machine.await(() -> answers.containsKey(ticket));
    return Invariant.present(answers.get(ticket), "it is answered");
  }

  private void onDisk(DiskEvent event) {
    if (store.owns(event)) {
      step(asked -> asked.onDisk(machine.nowNanos(), event));
    }
  }

  private void step(Consumer<LocalStore> input) {
    noteTime();
    input.accept(store);
    long deadline = store.deadlineNanos();
    if (deadline != Long.MAX_VALUE && deadline != wakeAtNanos) {
      wakeAtNanos = deadline;
      machine.at(deadline, () -> wake(deadline));
    }
  }

  private void wake(long deadline) {
    if (wakeAtNanos == deadline) {
      wakeAtNanos = Long.MAX_VALUE;
      step(woken -> woken.onWoken(machine.nowNanos()));
    }
  }

  @Override
  public void answer(long ticket, StoreAnswer answer) {
    answers.put(ticket, answer);
    open.remove(ticket);
    history.onAnswer(ticket, answer);
  }

  @Override
  public void trace(StoreTrace event) {}

  @Override
  public void opened(String failure) {
    stopped = failure;
    if (failure.isEmpty()) {
      openedNanos = machine.nowNanos();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
