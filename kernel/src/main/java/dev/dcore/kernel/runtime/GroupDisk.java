package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.consensus.Ballot;
import dev.dcore.kernel.consensus.Entry;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.checkpoint.CheckpointEffect;
import dev.dcore.kernel.persistence.checkpoint.CheckpointInput;
import dev.dcore.kernel.persistence.checkpoint.Checkpoints;
import dev.dcore.kernel.persistence.log.Log;
import dev.dcore.kernel.persistence.log.LogEffect;
import dev.dcore.kernel.persistence.log.LogFiles;
import dev.dcore.kernel.persistence.log.LogIdentity;
import dev.dcore.kernel.persistence.log.LogInput;
import dev.dcore.kernel.persistence.log.Recovered;
import dev.dcore.kernel.persistence.state.ByteWrites;
import dev.dcore.kernel.persistence.state.OrderedBytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a replica has on its disk: the ballot, the checkpoints of its state, and its stream in the
/// node's log. Opened in this order.
final class GroupDisk {
  private static final int LOG_OWNER = 5;
  private static final int OWNER_SHIFT = 56;
  private static final long CHECKPOINT_TICKETS = 6L << OWNER_SHIFT;
  private static final long READ_TICKET = 7L << OWNER_SHIFT;
  private static final long NEVER = Long.MAX_VALUE;

  /// Hears what comes of it, after the step in which it happened.
  interface Heard {
    /// The backend holds the newest whole checkpoint, or nothing.
    void stateLoaded();

    /// All is open.
    ///
    /// @param entries what the group's stream holds
    void read(long nowNanos, List<Entry> entries);

    void ballotSaved(long nowNanos, Ballot ballot);

    /// The log is durable up to this sequence.
    void acknowledged(long nowNanos, long through);

    /// Entries up to this index are in each checkpoint that is kept.
    void compactable(long nowNanos, long index);

    void checkpointed(long ticket, CheckpointEffect.Completed checkpoint);

    void checkpointFailed(long ticket, String reason);

    /// Nothing is written any more.
    void failed(String reason);

    void trace(TraceEvent event);
  }

  private final Disk disk;
  private final LogIdentity identity;
  private final Heard heard;
  private final LogFiles log;
  private final Checkpoints checkpoints;
  private final BallotSlots ballots;
  private final Deque<LogEffect> fromLog = new ArrayDeque<>();
  private final Deque<CheckpointEffect> fromCheckpoints = new ArrayDeque<>();
  private final List<String> notes = new ArrayList<>();
  private final List<Long> waiting = new ArrayList<>();
  private @Nullable GroupOpening opening;
  private boolean handedOver;
  private long logWakeNanos = NEVER;
  private long droppable;

  GroupDisk(
      Disk disk, OrderedBytes bytes, NodeId self, String cluster, GroupConfig config, Heard heard) {
    this.disk = disk;
    this.heard = heard;
    this.identity = new LogIdentity(self.high(), self.low(), cluster);
    this.log = new LogFiles(disk, LOG_OWNER, config.log(), (_, effect) -> fromLog.add(effect));
    this.checkpoints =
        new Checkpoints(bytes, disk::buffer, config.checkpoints(), CHECKPOINT_TICKETS);
    this.ballots = new BallotSlots(disk, new BallotHeard());
  }

  void open(long nowNanos) {
    ballots.load(nowNanos);
  }

  Log log() {
    return log.log();
  }

  Ballot ballot() {
    return ballots.saved();
  }

  List<String> notes() {
    return notes;
  }

  void toLog(LogInput input, long nowNanos) {
    log.step(nowNanos, input);
  }

  void save(long nowNanos, Ballot ballot) {
    ballots.save(nowNanos, ballot);
  }

  void onWritten(ByteWrites writes) {
    checkpoints.onWritten(writes);
  }

  boolean owns(DiskEvent event) {
    long owner = event.ticket() >>> OWNER_SHIFT;
    return ballots.owns(event) || (owner >= LOG_OWNER && owner <= READ_TICKET >>> OWNER_SHIFT);
  }

  void on(long nowNanos, DiskEvent event) {
    GroupOpening reading = opening;
    if (ballots.owns(event)) {
      ballots.onDisk(nowNanos, event);
    } else if (log.owns(event)) {
      log.onDisk(nowNanos, event);
    } else if (event.ticket() >>> OWNER_SHIFT == CHECKPOINT_TICKETS >>> OWNER_SHIFT) {
      toCheckpoints(nowNanos, new CheckpointInput.Disk(event));
    } else if (reading != null) {
      reading.on(nowNanos, event);
    }
  }

  long deadlineNanos() {
    return logWakeNanos;
  }

  void onWoken(long nowNanos) {
    if (nowNanos >= logWakeNanos) {
      logWakeNanos = NEVER;
      toLog(new LogInput.Wake(), nowNanos);
    }
  }

  // ----------------------------------------------------------------------------------- checkpoints

  boolean checkpointsIdle() {
    return checkpoints.idle();
  }

  /// What all kept checkpoints hold.
  long droppable() {
    return droppable;
  }

  /// The state is another's from now on: what was kept says nothing of it.
  void replaced() {
    droppable = 0;
    checkpoints.onReplaced();
  }

  void beginCheckpoint(long nowNanos, GroupState state) {
    toCheckpoints(nowNanos, new CheckpointInput.Begin(state.snapshot(), state.position()));
  }

  void checkpoint(long nowNanos, long ticket, GroupState state) {
    if (state.position() == 0) {
      heard.checkpointFailed(ticket, "the store is empty");
    } else if (!checkpoints.idle()) {
      heard.checkpointFailed(ticket, "another checkpoint is under way");
    } else {
      waiting.add(ticket);
      beginCheckpoint(nowNanos, state);
    }
  }

  void failWaiters(String reason) {
    List<Long> failed = List.copyOf(waiting);
    waiting.clear();
    failed.forEach(ticket -> heard.checkpointFailed(ticket, reason));
  }

  /// Lets the log lose what is before this index; the entry at it stays.
  ///
  /// @return whether it can now
  boolean cutBefore(long nowNanos, long index) {
    int stream = GroupLog.STREAM;
    if (!log.log().acceptsTruncation(stream)) {
      return false;
    }
    if (index - 1 >= log.log().firstIndex(stream)) {
      toLog(new LogInput.TruncatePrefix(stream, index - 1), nowNanos);
    }
    return true;
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
  }

  // ----------------------------------------------------------------------------------------- heard

  /// @return whether there was anything
  boolean heed(long nowNanos) {
    LogEffect logged = fromLog.pollFirst();
    if (logged != null) {
      onLog(nowNanos, logged);
      return true;
    }
    CheckpointEffect checkpoint = fromCheckpoints.pollFirst();
    if (checkpoint != null) {
      onCheckpoint(nowNanos, checkpoint);
      return true;
    }
    GroupOpening reading = opening;
    if (reading != null && reading.ended() && !handedOver) {
      handedOver = true;
      opening = null;
      if (reading.failure().isEmpty()) {
        heard.read(nowNanos, reading.entries());
      } else {
        heard.failed(reading.failure());
      }
      return true;
    }
    return false;
  }

  private void onLog(long nowNanos, LogEffect effect) {
    switch (effect) {
      case LogEffect.Operation _ -> Invariant.check(false, "it goes to the disk");
      case LogEffect.WakeAt(long nanos) -> logWakeNanos = nanos;
      case LogEffect.Opened(Recovered found) -> onLogOpened(nowNanos, found);
      case LogEffect.Acknowledged(long through) -> heard.acknowledged(nowNanos, through);
      case LogEffect.Corrupt(String file, long offset, long sequence, String reason) ->
          heard.failed(
              file + " is damaged at byte " + offset + ", record " + sequence + ": " + reason);
      case LogEffect.Refused(String reason) -> heard.failed(reason);
      case LogEffect.Full(long _, String reason) ->
          heard.failed(reason + "; free some space and start the agent again");
      case LogEffect.Poisoned(long _, String reason) ->
          heard.failed("the disk failed (" + reason + "); start the agent again");
      case LogEffect.Inspected _, LogEffect.Closed _ -> {}
    }
  }

  private void onLogOpened(long nowNanos, Recovered found) {
    for (Recovered.Truncated cut : found.truncated()) {
      note(
          cut.file()
              + " ended at byte "
              + cut.offset()
              + " with what was not known to be synced, and was cut there: "
              + cut.reason());
    }
    if (!found.readOnly().isEmpty()) {
      heard.failed(found.readOnly() + "; free some space and start the agent again");
      return;
    }
    GroupOpening fresh = new GroupOpening(disk, READ_TICKET, log.log());
    opening = fresh;
    fresh.begin(nowNanos);
  }

  private void onCheckpoint(long nowNanos, CheckpointEffect effect) {
    switch (effect) {
      case CheckpointEffect.Operation _ -> Invariant.check(false, "it goes to the disk");
      case CheckpointEffect.Loaded loaded -> {
        for (CheckpointEffect.Damage damage : loaded.damages()) {
          note(damage + "; an earlier checkpoint and more of the log make up for it");
        }
        heard.stateLoaded();
        toLog(new LogInput.Open(identity, false), nowNanos);
      }
      case CheckpointEffect.Completed done -> {
        droppable = done.droppable();
        heard.trace(new GroupTrace.Checkpointed(done.ordinal(), done.position(), done.droppable()));
        List<Long> served = List.copyOf(waiting);
        waiting.clear();
        served.forEach(ticket -> heard.checkpointed(ticket, done));
        heard.compactable(nowNanos, droppable);
      }
      case CheckpointEffect.Failed(long _, String reason) -> {
        heard.trace(new GroupTrace.Noted("a checkpoint failed: " + reason));
        failWaiters("the checkpoint failed: " + reason);
      }
    }
  }

  private void note(String note) {
    notes.add(note);
    heard.trace(new GroupTrace.Noted(note));
  }

  private final class BallotHeard implements BallotSlots.Heard {
    @Override
    public void loaded(long nowNanos, Ballot ballot) {
      toCheckpoints(nowNanos, new CheckpointInput.Open(identity.high(), identity.low()));
    }

    @Override
    public void saved(long nowNanos, Ballot ballot) {
      heard.ballotSaved(nowNanos, ballot);
    }

    @Override
    public void failed(long nowNanos, String reason) {
      heard.failed(reason);
    }
  }
}
