package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.checkpoint.CheckpointConfig;
import dev.dcore.kernel.persistence.checkpoint.CheckpointEffect;
import dev.dcore.kernel.persistence.checkpoint.CheckpointInput;
import dev.dcore.kernel.persistence.checkpoint.Checkpoints;
import dev.dcore.kernel.persistence.log.LogEffect;
import dev.dcore.kernel.persistence.log.LogFiles;
import dev.dcore.kernel.persistence.log.LogIdentity;
import dev.dcore.kernel.persistence.log.LogInput;
import dev.dcore.kernel.persistence.log.Recovered;
import dev.dcore.kernel.persistence.state.Entry;
import dev.dcore.kernel.persistence.state.OrderedBytes;
import dev.dcore.kernel.persistence.state.OrderedView;
import dev.dcore.kernel.persistence.state.StateStore;
import dev.dcore.kernel.persistence.state.StateView;
import dev.dcore.kernel.store.KvCommand;
import dev.dcore.kernel.store.KvStateMachine;
import dev.dcore.kernel.store.UnknownCommand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The store of one node alone: its state machine, its log, and its checkpoints, composed.
///
/// ```text
///   open:   Checkpoints (the newest whole one) -> Log (recovered) -> StoreReplay (what comes behind)
///   write:  StoreWrites -> Log -> acknowledged -> KvStateMachine -> answer
///   read:   the state, as far as it is carried out
///   later:  Checkpoints, from a snapshot -> the log's prefix goes
/// ```
///
/// It opens with the first request, so that a node whose store nobody uses pays nothing for it;
/// requests that come meanwhile wait. Confined to the node's loop.
public final class LocalStore {
  /// Keys of one list: a page for people, and a step of a millisecond.
  public static final int LIST_MAX = 1_000;

  /// Tickets of its operations have these in their highest bits; other users of a node's disk have
  /// smaller ones.
  private static final int LOG_OWNER = 2;

  private static final long CHECKPOINT_TICKETS = 3L << 56;
  private static final long REPLAY_TICKET = 4L << 56;
  private static final int OWNER_SHIFT = 56;

  /// Requests that wait for the store to open; what comes on top is refused.
  private static final int EARLY_MAX = 1_024;

  private static final long NEVER = Long.MAX_VALUE;

  /// Who hears of it.
  public interface Outputs {
    /// Each ticket is answered once.
    void answer(long ticket, StoreAnswer answer);

    void trace(StoreTrace event);

    /// The store is open, or cannot be opened, or was stopped later.
    ///
    /// @param failure why it takes nothing; empty when it is open
    default void opened(String failure) {}
  }

  private enum Stage {
    CLOSED,
    LOADING,
    OPENING,
    REPLAYING,
    OPEN,
    BROKEN
  }

  private record Early(long ticket, StoreRequest request) {}

  private final Disk disk;
  private final StoreConfig config;
  private final Outputs outputs;
  private final LogFiles log;
  private final Checkpoints checkpoints;
  private final StateStore state;
  private final KvStateMachine machine;
  private final StoreWrites writes;
  private final Deque<LogEffect> fromLog = new ArrayDeque<>();
  private final Deque<CheckpointEffect> fromCheckpoints = new ArrayDeque<>();
  private final List<Early> early = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final CheckpointWaiters waiters;
  private Stage stage = Stage.CLOSED;
  private String broken = "";
  private String readOnly = "";
  private @Nullable LogIdentity identity;
  private @Nullable StoreReplay replay;
  private long loadedIndex;
  private long loadedCheckpoint;
  private long logicalBase;
  private long openedNanos;
  private long logWakeNanos = NEVER;

  /// Of the state as it is: asked for after each input of the node, so that it is not searched for.
  private long expiryNanos = StateStore.NEVER;

  private boolean ticking;
  private boolean heeding;

  /// @param bytes the backend of the state
  public LocalStore(Disk disk, OrderedBytes bytes, StoreConfig config, Outputs outputs) {
    this.disk = disk;
    this.config = config;
    this.outputs = outputs;
    this.log = new LogFiles(disk, LOG_OWNER, config.log(), (_, effect) -> fromLog.add(effect));
    this.checkpoints =
        new Checkpoints(bytes, disk::buffer, config.checkpoints(), CHECKPOINT_TICKETS);
    this.waiters = new CheckpointWaiters(outputs::answer);
    this.state = new StateStore(bytes);
    this.machine = new KvStateMachine(state);
    this.writes =
        new StoreWrites(
            log.log(),
            (input, nowNanos) -> toLog(nowNanos, input),
            machine,
            config.limits(),
            outputs::answer);
  }

  /// Opens it, if nobody has yet.
  ///
  /// @param owner whose store it is: another node's files are refused
  public void open(long nowNanos, NodeId owner, String cluster) {
    if (stage == Stage.CLOSED) {
      stage = Stage.LOADING;
      identity = new LogIdentity(owner.high(), owner.low(), cluster);
      toCheckpoints(nowNanos, new CheckpointInput.Open(owner.high(), owner.low()));
    }
  }

  /// Asks for something; answered once, in this step or later.
  public void request(long nowNanos, long ticket, StoreRequest request) {
    switch (stage) {
      case OPEN -> serve(nowNanos, ticket, request);
      case BROKEN -> outputs.answer(ticket, new StoreAnswer.Rejected(broken));
      case CLOSED, LOADING, OPENING, REPLAYING -> {
        if (early.size() >= EARLY_MAX) {
          outputs.answer(ticket, new StoreAnswer.Rejected("the store is opening; try again"));
        } else {
          early.add(new Early(ticket, request));
        }
      }
    }
  }

  /// Whether it asked the disk for that.
  public boolean owns(DiskEvent event) {
    long owner = event.ticket() >>> OWNER_SHIFT;
    return owner >= LOG_OWNER && owner <= REPLAY_TICKET >>> OWNER_SHIFT;
  }

  public void onDisk(long nowNanos, DiskEvent event) {
    StoreReplay replaying = replay;
    if (log.owns(event)) {
      log.onDisk(nowNanos, event);
      heed(nowNanos);
    } else if (event.ticket() >>> OWNER_SHIFT == CHECKPOINT_TICKETS >>> OWNER_SHIFT) {
      toCheckpoints(nowNanos, new CheckpointInput.Disk(event));
    } else if (replaying != null) {
      replaying.on(nowNanos, event);
      afterReplay(nowNanos, replaying);
      heed(nowNanos);
    }
  }

  /// When it wants to be woken, or `Long.MAX_VALUE`.
  public long deadlineNanos() {
    return Math.min(logWakeNanos, tickNanos());
  }

  public void onWoken(long nowNanos) {
    if (nowNanos >= logWakeNanos) {
      logWakeNanos = NEVER;
      toLog(nowNanos, new LogInput.Wake());
    }
    if (nowNanos >= tickNanos()) {
      ticking = true;
      propose(nowNanos, StoreWrites.NOBODY, new KvCommand.Tick());
    }
  }

  /// Fills the backend with another state, in place of what was there. Only while nothing is under
  /// way; the state counts when two checkpoints of it are complete ([StoreRequest.Compact]).
  ///
  /// @param fill clears the backend and writes to it, all of one state; nothing for one that was
  ///   never written
  /// @return whether one of both was ever written; else there is nothing to keep
  public boolean replace(Runnable fill) {
    Invariant.check(stage == Stage.OPEN && writes.quiet(), "a store is replaced while it rests");
    long index = log.log().lastIndex(StoreWrites.STREAM);
    long before = state.position();
    fill.run();
    state.reload();
    // Never below what it was: a state of position 0 has no checkpoint, so the old would come back.
    long position = Math.max(Math.max(before, state.position()), index);
    state.moveTo(position);
    expiryNanos = state.latest().nextExpiryNanos();
    checkpoints.onReplaced();
    writes.shift(position - index);
    return position > 0;
  }

  // ------------------------------------------------------------------------------------- opening

  private void onLoaded(long nowNanos, CheckpointEffect.Loaded loaded) {
    for (CheckpointEffect.Damage damage : loaded.damages()) {
      note(damage + "; an earlier checkpoint and more of the log make up for it");
    }
    state.reload();
    loadedCheckpoint = loaded.ordinal();
    loadedIndex = loaded.index() + (state.position() - loaded.position());
    state.watch(checkpoints::onWritten);
    stage = Stage.OPENING;
    LogIdentity whose = Invariant.present(identity, "an open store has an owner");
    toLog(nowNanos, new LogInput.Open(whose, false));
  }

  private void onLogOpened(long nowNanos, Recovered found) {
    readOnly = found.readOnly();
    for (Recovered.Truncated cut : found.truncated()) {
      note(
          cut.file()
              + " ended at byte "
              + cut.offset()
              + " with what was never acknowledged, and was cut there: "
              + cut.reason());
    }
    long first = log.log().firstIndex(StoreWrites.STREAM);
    long last = log.log().lastIndex(StoreWrites.STREAM);
    if (first > loadedIndex + 1) {
      breakDown(
          "no checkpoint that is whole goes as far as entry "
              + first
              + ", with which the log begins; restore a backup");
      return;
    }
    if (last < loadedIndex) {
      breakDown(
          "the log ends with entry "
              + last
              + ", but the checkpoint holds entry "
              + loadedIndex
              + ": a part of the log is gone; restore a backup");
      return;
    }
    stage = Stage.REPLAYING;
    StoreReplay fresh = new StoreReplay(disk, REPLAY_TICKET, log.log(), machine, loadedIndex);
    replay = fresh;
    fresh.begin(nowNanos);
    afterReplay(nowNanos, fresh);
  }

  private void afterReplay(long nowNanos, StoreReplay replaying) {
    if (!replaying.ended()) {
      return;
    }
    replay = null;
    if (!replaying.failure().isEmpty()) {
      breakDown(replaying.failure());
      return;
    }
    // A log that cannot be written to does not show what it cannot make durable.
    boolean all = replaying.index() == log.log().lastIndex(StoreWrites.STREAM);
    Invariant.check(all || !readOnly.isEmpty(), "all of the log is replayed");
    writes.shift(machine.position() - replaying.index());
    logicalBase = state.nowNanos();
    openedNanos = nowNanos;
    expiryNanos = state.latest().nextExpiryNanos();
    stage = Stage.OPEN;
    long replayed = replaying.index() - loadedIndex;
    outputs.trace(new StoreTrace.Opened(machine.position(), loadedCheckpoint, replayed));
    outputs.opened("");
    List<Early> waiting = List.copyOf(early);
    early.clear();
    waiting.forEach(each -> request(nowNanos, each.ticket(), each.request()));
  }

  private void note(String note) {
    notes.add(note);
    outputs.trace(new StoreTrace.Noted(note));
  }

  private void breakDown(String reason) {
    stage = Stage.BROKEN;
    broken = "the store is stopped: " + reason;
    outputs.trace(new StoreTrace.Stopped(reason));
    outputs.opened(broken);
    writes.onStopped(0, true, broken);
    early.forEach(each -> outputs.answer(each.ticket(), new StoreAnswer.Rejected(broken)));
    early.clear();
    waiters.fail(broken);
  }

  // ------------------------------------------------------------------------------------- serving

  private void serve(long nowNanos, long ticket, StoreRequest request) {
    switch (request) {
      case StoreRequest.Write(KvCommand command) -> propose(nowNanos, ticket, command);
      case StoreRequest.Get(byte[] key) ->
          outputs.answer(ticket, new StoreAnswer.Found(state.latest().get(key), state.position()));
      case StoreRequest.ListKeys list -> onList(ticket, list);
      case StoreRequest.AskStatus _ -> outputs.answer(ticket, status());
      case StoreRequest.TakeSnapshot _ ->
          outputs.answer(ticket, new StoreAnswer.Snapshot(state.snapshot()));
      case StoreRequest.Checkpoint _ -> onCheckpoint(nowNanos, ticket, 1);
      case StoreRequest.Compact _ -> onCheckpoint(nowNanos, ticket, CheckpointConfig.KEPT_MIN);
    }
  }

  private void propose(long nowNanos, long ticket, KvCommand command) {
    if (!readOnly.isEmpty()) {
      if (ticket != StoreWrites.NOBODY) {
        outputs.answer(ticket, new StoreAnswer.Rejected("the store is read-only: " + readOnly));
      }
      return;
    }
    writes.propose(nowNanos, logicalNanos(nowNanos), ticket, command);
  }

  private void onList(long ticket, StoreRequest.ListKeys list) {
    int limit = Math.clamp(list.limit(), 0, LIST_MAX);
    List<Entry> entries = state.latest().list(list.range(), limit + 1, OrderedView.Order.ASCENDING);
    boolean more = entries.size() > limit;
    outputs.answer(
        ticket,
        new StoreAnswer.Listed(more ? entries.subList(0, limit) : entries, more, state.position()));
  }

  private StoreAnswer.Status status() {
    StateView latest = state.latest();
    return new StoreAnswer.Status(
        latest.position(),
        latest.keys(),
        latest.keyAndValueBytes(),
        checkpoints.newest(),
        checkpoints.newest() == 0 ? 0 : checkpoints.newestIndex() + writes.shift(),
        log.log().firstIndex(StoreWrites.STREAM),
        log.log().lastIndex(StoreWrites.STREAM),
        readOnly,
        notes);
  }

  // -------------------------------------------------------------------------- the log's and time

  /// A protocol is not stepped within its own step: what it says is heeded after that.
  private void toLog(long nowNanos, LogInput input) {
    log.step(nowNanos, input);
    heed(nowNanos);
  }

  private void toCheckpoints(long nowNanos, CheckpointInput input) {
    checkpoints.step(
        nowNanos,
        input,
        effect -> {
          if (effect instanceof CheckpointEffect.Operation(long ticket, var operation)) {
            operation.carryOut(disk, ticket);
          } else {
            fromCheckpoints.add(effect);
          }
        });
    heed(nowNanos);
  }

  private void heed(long nowNanos) {
    if (heeding) {
      return;
    }
    heeding = true;
    while (!fromLog.isEmpty() || !fromCheckpoints.isEmpty()) {
      if (!fromLog.isEmpty()) {
        onLog(nowNanos, fromLog.removeFirst());
      } else {
        onCheckpoints(nowNanos, fromCheckpoints.removeFirst());
      }
    }
    heeding = false;
  }

  private void onLog(long nowNanos, LogEffect effect) {
    switch (effect) {
      case LogEffect.Operation _ -> Invariant.check(false, "it goes to the disk");
      case LogEffect.WakeAt(long nanos) -> logWakeNanos = nanos;
      case LogEffect.Opened(Recovered found) -> onLogOpened(nowNanos, found);
      case LogEffect.Acknowledged(long through) -> onAcknowledged(nowNanos, through);
      case LogEffect.Corrupt(String file, long offset, long sequence, String reason) ->
          breakDown(StoreReplay.damage(file, offset, sequence, reason));
      case LogEffect.Refused(String reason) -> breakDown(reason);
      case LogEffect.Full(long through, String reason) -> {
        readOnly = reason + "; free some space and start the agent again";
        outputs.trace(new StoreTrace.Noted("the store is read-only: " + readOnly));
        writes.onStopped(through, false, "the store is read-only: " + readOnly);
      }
      case LogEffect.Poisoned(long through, String reason) -> {
        readOnly = "the disk failed (" + reason + "); start the agent again";
        outputs.trace(new StoreTrace.Stopped(readOnly));
        writes.onStopped(through, true, readOnly);
      }
      case LogEffect.Inspected _, LogEffect.Closed _ -> {}
    }
  }

  private void onAcknowledged(long nowNanos, long through) {
    if (stage != Stage.OPEN) {
      return;
    }
    try {
      writes.onAcknowledged(nowNanos, through);
    } catch (UnknownCommand e) {
      breakDown(String.valueOf(e.getMessage()));
      return;
    }
    expiryNanos = state.latest().nextExpiryNanos();
    ticking = ticking && !writes.quiet();
    if (writes.loggedBytes() >= config.checkpointBytes() && checkpoints.idle()) {
      beginCheckpoint(nowNanos);
    }
  }

  /// Time goes on while the store is open, from where it stood: what is to live for a minute lives
  /// for a minute of the store's own time, and a clock that was set cannot end it.
  private long logicalNanos(long nowNanos) {
    return logicalBase + (nowNanos - openedNanos);
  }

  private long tickNanos() {
    if (stage != Stage.OPEN || ticking || !readOnly.isEmpty()) {
      return NEVER;
    }
    long left = expiryNanos - logicalBase;
    boolean never = expiryNanos == StateStore.NEVER || left > NEVER - openedNanos;
    return never ? NEVER : openedNanos + left;
  }

  // --------------------------------------------------------------------------------- checkpoints

  /// @param count how many, one after the other
  private void onCheckpoint(long nowNanos, long ticket, int count) {
    if (state.position() == 0) {
      outputs.answer(ticket, new StoreAnswer.Rejected("the store is empty"));
      return;
    }
    waiters.add(ticket, count);
    if (checkpoints.idle()) {
      beginCheckpoint(nowNanos);
    }
  }

  private void beginCheckpoint(long nowNanos) {
    writes.resetLoggedBytes();
    waiters.onBegin();
    long index = state.position() - writes.shift();
    toCheckpoints(nowNanos, new CheckpointInput.Begin(state.snapshot(), index));
  }

  private void onCheckpoints(long nowNanos, CheckpointEffect effect) {
    switch (effect) {
      case CheckpointEffect.Operation _ -> Invariant.check(false, "it goes to the disk");
      case CheckpointEffect.Loaded loaded -> onLoaded(nowNanos, loaded);
      case CheckpointEffect.Completed completed -> onCompleted(nowNanos, completed);
      case CheckpointEffect.Failed(long ordinal, String reason) -> {
        outputs.trace(new StoreTrace.CheckpointFailed(ordinal, reason));
        waiters.fail("the checkpoint failed: " + reason);
      }
    }
  }

  private void onCompleted(long nowNanos, CheckpointEffect.Completed completed) {
    outputs.trace(
        new StoreTrace.Checkpointed(
            completed.ordinal(),
            completed.position(),
            completed.chunksWritten(),
            completed.chunksKept()));
    writes.drop(nowNanos, completed.droppable());
    if (waiters.onCompleted(completed)) {
      beginCheckpoint(nowNanos);
    }
  }
}
