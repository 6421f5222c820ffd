package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.base.TimerQueue;
import dev.dcore.kernel.consensus.Ballot;
import dev.dcore.kernel.consensus.Boundary;
import dev.dcore.kernel.consensus.Entry;
import dev.dcore.kernel.consensus.Raft;
import dev.dcore.kernel.consensus.RaftEffect;
import dev.dcore.kernel.consensus.RaftInput;
import dev.dcore.kernel.consensus.RaftMessage;
import dev.dcore.kernel.consensus.RaftTimer;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.monitoring.TraceEvent;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.checkpoint.CheckpointEffect;
import dev.dcore.kernel.persistence.state.OrderedBytes;
import dev.dcore.kernel.store.Applied;
import dev.dcore.kernel.store.ReplicatedEntry;
import dev.dcore.kernel.store.StateMachine;
import dev.dcore.kernel.store.UnknownQuery;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// This node's replica of its consensus group: Raft, its log and its ballot on the disk, and the
/// state machine, composed.
///
/// ```text
///   write:  request -> Raft -> GroupLog -> Log (durable) --+
///                       |  \-> messages to the others      v
///                       +<-------------------- Raft: committed -> GroupState -> answer
///   read:   request -> Raft (read index) -> GroupState, when it is so far -> answer
///   answers to other nodes wait in GroupLog for what they rest on
/// ```
///
/// Confined to the node's loop.
public final class GroupReplica {
  private static final long NEVER = Long.MAX_VALUE;

  /// The ticket of what the state machine's companion proposes: nobody waits for it.
  private static final long NOBODY = Long.MIN_VALUE;

  /// Who hears of it.
  public interface Outputs {
    void send(NodeId to, RaftMessage message);

    /// Each ticket is answered once.
    void answer(long ticket, GroupAnswer answer);

    void trace(TraceEvent event);

    /// An operation was carried out here.
    void applied(Applied applied);

    void roleChanged(RaftEffect.RoleChanged role);
  }

  private final GroupConfig config;
  private final Outputs outputs;
  private final Raft raft;
  private final GroupDisk disk;
  private final GroupState state;
  private final GroupLog log;
  private final GroupWaiters waiters;
  private final GroupCompanion companion;
  private final GroupSnapshots snapshots;
  private final TimerQueue<RaftTimer> timers = new TimerQueue<>();
  private final Map<Long, Supplier<GroupAnswer>> questions = new LinkedHashMap<>();
  private final Deque<RaftEffect> fromRaft = new ArrayDeque<>();
  private Ballot lastBallot = Ballot.NONE;
  private @Nullable GroupInstall install;
  private String stopped = "";
  private boolean open;
  private boolean heeding;
  private long nowNanos;
  private long timeBase;
  private long timeBaseNanos;

  /// @param bytes the backend of the state
  /// @param self this node, by which it votes if it does
  public GroupReplica(
      Disk disk,
      OrderedBytes bytes,
      StateMachine machine,
      NodeId self,
      String cluster,
      GroupConfig config,
      Choices choices,
      Outputs outputs) {
    this.config = config;
    this.outputs = outputs;
    this.raft = new Raft(self, config.raft(), choices);
    this.disk = new GroupDisk(disk, bytes, self, cluster, config, new DiskHeard());
    this.state = new GroupState(bytes, machine, config.state(), this.disk::onWritten);
    this.log = new GroupLog(config, choices, this.disk.log(), this.disk::toLog, outputs::send);
    this.waiters = new GroupWaiters(this::answer);
    this.companion = new GroupCompanion(machine.companion(), state, outputs::answer);
    this.snapshots = new GroupSnapshots(choices);
  }

  /// Opens it, once.
  public void open(long nowNanos) {
    disk.open(nowNanos);
    heed(nowNanos);
  }

  /// Asks for something; answered once, in this step or later.
  public void request(long nowNanos, long ticket, GroupRequest request) {
    if (!stopped.isEmpty() && !(request instanceof GroupRequest.AskStatus)) {
      outputs.answer(ticket, new GroupAnswer.NotLeader(stopped, null));
      return;
    }
    boolean whenever =
        request instanceof GroupRequest.AskStatus || request instanceof GroupRequest.Watch;
    if (!open && !whenever) {
      outputs.answer(ticket, new GroupAnswer.NotLeader("this replica is opening", null));
      return;
    }
    switch (request) {
      case GroupRequest.Write(byte[] entry) -> onWrite(nowNanos, ticket, entry);
      case GroupRequest.Query(byte[] question, boolean linearizable) -> {
        if (linearizable) {
          read(nowNanos, ticket, () -> query(question));
        } else {
          outputs.answer(ticket, query(question));
        }
      }
      case GroupRequest.AskLeader(byte[] question) -> onAskLeader(nowNanos, ticket, question);
      case GroupRequest.Watch(byte[] question) -> companion.onWatch(ticket, question);
      case GroupRequest.TakeNotices(long watch) -> companion.onTake(ticket, watch);
      case GroupRequest.EndWatch(long watch) -> companion.onEndWatch(ticket, watch);
      case GroupRequest.AskStatus _ ->
          outputs.answer(
              ticket,
              new GroupAnswer.Status(
                  raft.status(),
                  state.position(),
                  state.keys(),
                  state.bytes(),
                  String.join("; ", disk.notes()),
                  stopped));
      case GroupRequest.Reconfigure(var voters) ->
          toRaft(nowNanos, new RaftInput.Reconfigure(ticket, voters));
      case GroupRequest.TransferLeadership(NodeId to) -> onTransfer(nowNanos, ticket, to);
      case GroupRequest.TakeSnapshot _ ->
          outputs.answer(ticket, new GroupAnswer.Snapshot(state.snapshot()));
      case GroupRequest.Checkpoint _ -> disk.checkpoint(nowNanos, ticket, state);
    }
    heed(nowNanos);
  }

  public void received(long nowNanos, NodeId from, RaftMessage message) {
    if (open && stopped.isEmpty()) {
      toRaft(nowNanos, new RaftInput.Received(from, message));
      heed(nowNanos);
    }
  }

  /// What was sent to that node may be lost.
  public void disconnected(long nowNanos, NodeId peer) {
    if (open && stopped.isEmpty()) {
      toRaft(nowNanos, new RaftInput.Disconnected(peer));
      heed(nowNanos);
    }
  }

  /// The process of that node is gone.
  public void gone(long nowNanos, NodeId peer) {
    if (open && stopped.isEmpty()) {
      toRaft(nowNanos, new RaftInput.Gone(peer));
      heed(nowNanos);
    }
  }

  public boolean owns(DiskEvent event) {
    return disk.owns(event);
  }

  public void onDisk(long nowNanos, DiskEvent event) {
    disk.on(nowNanos, event);
    heed(nowNanos);
  }

  /// When it wants to be woken, or `Long.MAX_VALUE`.
  public long deadlineNanos() {
    long next = Math.min(timers.nextDeadlineNanos(), disk.deadlineNanos());
    return stopped.isEmpty() ? Math.min(next, companion.deadlineNanos()) : NEVER;
  }

  public void onWoken(long nowNanos) {
    disk.onWoken(nowNanos);
    for (TimerQueue.Due<RaftTimer> due = timers.poll(nowNanos);
        due != null;
        due = timers.poll(nowNanos)) {
      if (open && stopped.isEmpty()) {
        toRaft(nowNanos, new RaftInput.TimerFired(due.key()));
      }
      heed(nowNanos);
    }
    proposeDue(nowNanos);
    heed(nowNanos);
  }

  // -------------------------------------------------------------------------------------- requests

  private void onWrite(long nowNanos, long ticket, byte[] entry) {
    if (raft.leads()) {
      String refusal = state.refusal(entry);
      if (!refusal.isEmpty()) {
        outputs.answer(ticket, new GroupAnswer.Rejected(refusal));
        return;
      }
      ReplicatedEntry.stamp(entry, timeBase + (nowNanos - timeBaseNanos));
    }
    toRaft(nowNanos, new RaftInput.Propose(ticket, entry));
  }

  private void proposeDue(long nowNanos) {
    if (stopped.isEmpty() && raft.leads()) {
      for (byte[] entry : companion.due(nowNanos)) {
        ReplicatedEntry.stamp(entry, timeBase + (nowNanos - timeBaseNanos));
        toRaft(nowNanos, new RaftInput.Propose(NOBODY, entry));
      }
    }
  }

  /// @param reading answers from the state when it is far enough
  private void read(long nowNanos, long ticket, Supplier<GroupAnswer> reading) {
    questions.put(ticket, reading);
    toRaft(nowNanos, new RaftInput.Read(ticket));
  }

  private void onAskLeader(long nowNanos, long ticket, byte[] question) {
    if (raft.leads()) {
      read(nowNanos, ticket, () -> companion.askedAsLeader(this.nowNanos, question));
    } else {
      outputs.answer(
          ticket, new GroupAnswer.NotLeader("this node does not lead", raft.status().leader()));
    }
  }

  private void onTransfer(long nowNanos, long ticket, NodeId to) {
    if (raft.leads()) {
      toRaft(nowNanos, new RaftInput.Transfer(to));
      outputs.answer(ticket, new GroupAnswer.Done());
    } else {
      outputs.answer(
          ticket, new GroupAnswer.NotLeader("this node does not lead", raft.status().leader()));
    }
  }

  private GroupAnswer query(byte[] question) {
    try {
      return new GroupAnswer.Answered(state.position(), state.query(question));
    } catch (UnknownQuery e) {
      return new GroupAnswer.Rejected(String.valueOf(e.getMessage()));
    }
  }

  // --------------------------------------------------------------------------------------- effects

  private void toRaft(long nowNanos, RaftInput input) {
    raft.step(nowNanos, input, fromRaft::add);
  }

  /// A protocol is not stepped within its own step: what it says is heeded after that, in order.
  private void heed(long nowNanos) {
    if (heeding) {
      return;
    }
    heeding = true;
    this.nowNanos = nowNanos;
    boolean more = true;
    while (more) {
      RaftEffect effect = fromRaft.pollFirst();
      if (effect != null) {
        carryOut(nowNanos, effect);
      } else {
        more = disk.heed(nowNanos) || advanceInstall(nowNanos);
      }
    }
    heeding = false;
  }

  private void carryOut(long nowNanos, RaftEffect effect) {
    if (!stopped.isEmpty()) {
      return;
    }
    switch (effect) {
      case RaftEffect.Send(NodeId to, RaftMessage message) -> log.send(to, message);
      case RaftEffect.SaveBallot(Ballot ballot) -> {
        lastBallot = ballot;
        log.ballotAsked();
        disk.save(nowNanos, ballot);
      }
      case RaftEffect.Append(Entry entry) -> log.append(nowNanos, entry);
      case RaftEffect.TruncateFrom(long index) -> log.truncateFrom(nowNanos, index);
      case RaftEffect.SetTimer(RaftTimer timer, long deadline) -> timers.set(timer, deadline);
      case RaftEffect.CancelTimer(RaftTimer timer) -> timers.cancel(timer);
      case RaftEffect.Committed(long through) -> apply(nowNanos, through);
      case RaftEffect.Accepted(long ticket, long index, long term) ->
          waiters.addWriter(ticket, index, term);
      case RaftEffect.NotAccepted(long ticket, String reason, NodeId leader) ->
          answer(ticket, new GroupAnswer.NotLeader(reason, leader));
      case RaftEffect.ReadAt(long ticket, long index) -> {
        waiters.addReader(
            ticket, index, Invariant.present(questions.remove(ticket), "a read has a question"));
        waiters.onState(state.position());
      }
      case RaftEffect.ReadFailed(long ticket, String reason, NodeId leader) -> {
        questions.remove(ticket);
        outputs.answer(ticket, new GroupAnswer.NotLeader(reason, leader));
      }
      case RaftEffect.Reconfigured(long ticket, String failure) ->
          outputs.answer(
              ticket,
              failure.isEmpty() ? new GroupAnswer.Done() : new GroupAnswer.Rejected(failure));
      case RaftEffect.RoleChanged role -> onRole(nowNanos, role);
      case RaftEffect.TakeSnapshot _ -> {
        snapshots.serve(state.snapshot());
        toRaft(nowNanos, new RaftInput.SnapshotTaken(state.position()));
      }
      case RaftEffect.ReleaseSnapshot _ -> snapshots.release();
      case RaftEffect.ReadChunk(NodeId to, RaftMessage.AskChunk asked) -> {
        RaftMessage.Chunk chunk = snapshots.read(raft.status().term(), asked);
        if (chunk != null) {
          toRaft(nowNanos, new RaftInput.ChunkRead(to, chunk));
        }
      }
      case RaftEffect.Stage(byte[] content, boolean first) -> snapshots.stage(content, first);
      case RaftEffect.Install(Boundary boundary) -> {
        snapshots.fill(state.backend());
        state.reload();
        companion.onRestored();
        log.replaced();
        install = new GroupInstall(boundary, disk, state);
      }
      case RaftEffect.Trace(var event) -> outputs.trace(event);
    }
  }

  private void answer(long ticket, GroupAnswer answer) {
    if (ticket != NOBODY) {
      outputs.answer(ticket, answer);
    }
  }

  private void onRole(long nowNanos, RaftEffect.RoleChanged role) {
    if (raft.leads()) {
      timeBase = state.nowNanos();
      timeBaseNanos = nowNanos;
    } else {
      waiters.onLeadershipLost();
    }
    companion.onRoleChanged();
    outputs.roleChanged(role);
  }

  private void apply(long nowNanos, long through) {
    while (stopped.isEmpty() && state.position() < through) {
      Entry entry = raft.entry(state.position() + 1);
      outputs.trace(new GroupTrace.Carried(entry.index(), entry.term(), entry.checksum()));
      Applied applied = state.apply(entry);
      if (applied == null) {
        stop("entry " + entry.index() + " cannot be carried out: " + state.failure());
        return;
      }
      companion.onApplied(nowNanos, applied);
      if (entry.kind() == Entry.Kind.NOOP && raft.leads()) {
        companion.onTerm(nowNanos, entry.term(), raft.status().term());
      }
      waiters.onApplied(entry.index(), entry.term(), applied);
      outputs.applied(applied);
    }
    waiters.onState(state.position());
    companion.serve();
    if (log.checkpointDue() && disk.checkpointsIdle()) {
      log.resetLoggedBytes();
      disk.beginCheckpoint(nowNanos, state);
    }
  }

  private boolean advanceInstall(long nowNanos) {
    GroupInstall under = install;
    if (under == null || !stopped.isEmpty()) {
      return false;
    }
    boolean moved = under.advance(nowNanos);
    if (under.done()) {
      install = null;
      Boundary boundary = under.boundary();
      if (open) {
        toRaft(nowNanos, new RaftInput.Installed(boundary));
      } else {
        start(nowNanos, boundary, List.of());
      }
      waiters.onState(state.position());
      return true;
    }
    return moved;
  }

  private void start(long nowNanos, Boundary boundary, List<Entry> entries) {
    open = true;
    companion.onOpen();
    lastBallot = disk.ballot();
    outputs.trace(
        new GroupTrace.Opened(
            state.position(), boundary.index(), entries.size(), lastBallot.term()));
    toRaft(nowNanos, new RaftInput.Start(lastBallot, boundary, entries, state.position()));
  }

  private void stop(String reason) {
    if (stopped.isEmpty()) {
      stopped = "the replica is stopped: " + reason;
      outputs.trace(new GroupTrace.Stopped(reason));
      log.stop();
      questions
          .keySet()
          .forEach(ticket -> outputs.answer(ticket, new GroupAnswer.NotLeader(stopped, null)));
      questions.clear();
      waiters.onStopped(stopped);
      companion.onStopped(stopped);
      disk.failWaiters(stopped);
    }
  }

  /// What the disk says, heeded after its own step.
  private final class DiskHeard implements GroupDisk.Heard {
    @Override
    public void stateLoaded() {
      state.reload();
      companion.onRestored();
    }

    @Override
    public void read(long nowNanos, List<Entry> entries) {
      GroupStart found = GroupStart.of(entries, state.boundary(config.voters()));
      if (!found.failure().isEmpty()) {
        stop(found.failure());
      } else if (found.cutOff()) {
        install = new GroupInstall(found.boundary(), disk, state);
        install.alreadyKept();
      } else {
        start(nowNanos, found.boundary(), found.entries());
      }
    }

    @Override
    public void ballotSaved(long nowNanos, Ballot ballot) {
      log.ballotSaved(ballot, lastBallot);
      if (open) {
        toRaft(nowNanos, new RaftInput.BallotSaved(ballot));
      }
    }

    @Override
    public void acknowledged(long nowNanos, long through) {
      Entry last = log.onAcknowledged(nowNanos, through);
      if (last != null && open) {
        toRaft(nowNanos, new RaftInput.LogDurable(last.index(), last.term()));
      }
    }

    @Override
    public void compactable(long nowNanos, long index) {
      long through = open ? raft.compactable(index) : 0;
      if (through > raft.status().boundary() && disk.cutBefore(nowNanos, through)) {
        toRaft(nowNanos, new RaftInput.Compact(through));
      }
    }

    @Override
    public void checkpointed(long ticket, CheckpointEffect.Completed checkpoint) {
      outputs.answer(ticket, new GroupAnswer.Checkpointed(checkpoint));
    }

    @Override
    public void checkpointFailed(long ticket, String reason) {
      outputs.answer(ticket, new GroupAnswer.Rejected(reason));
    }

    @Override
    public void failed(String reason) {
      stop(reason);
    }

    @Override
    public void trace(TraceEvent event) {
      outputs.trace(event);
    }
  }
}
