package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.BuggifyPoint;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.consensus.Ballot;
import dev.dcore.kernel.consensus.Durability;
import dev.dcore.kernel.consensus.Entry;
import dev.dcore.kernel.consensus.RaftMessage;
import dev.dcore.kernel.identity.NodeId;
import dev.dcore.kernel.persistence.log.Log;
import dev.dcore.kernel.persistence.log.LogInput;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/// The order between a replica's disk and what it says: entries and truncations go into the node's
/// log one after the other, when that takes them, and a message leaves when what it rests on is
/// durable, never before.
final class GroupLog {
  /// The group's stream in the node's log.
  static final int STREAM = 2;

  /// A truncation has no entry.
  private record Operation(long number, @Nullable Entry entry, long from) {}

  private record Placed(long number, long sequence) {}

  private record Appended(long sequence, long index, long term) {}

  private record Held(long number, NodeId to, RaftMessage message) {}

  private final Log log;
  private final ObjLongConsumer<LogInput> toLog;
  private final BiConsumer<NodeId, RaftMessage> send;
  private final long checkpointBytes;
  private final BuggifyPoint checkpointSoon;
  private final Deque<Operation> waiting = new ArrayDeque<>();

  /// All that is in the log and not durable, in order.
  private final Deque<Placed> placed = new ArrayDeque<>();

  /// The entries among it that were not truncated since.
  private final Deque<Appended> appended = new ArrayDeque<>();

  private final Deque<Held> forLog = new ArrayDeque<>();
  private final Deque<Held> forBallot = new ArrayDeque<>();
  private long lastNumber;
  private long durableNumber;
  private long asked;
  private long saved;
  private long loggedBytes;

  /// @param toLog steps the log, at a time; what the log says comes after that step
  /// @param send puts a message on its way
  GroupLog(
      GroupConfig config,
      Choices choices,
      Log log,
      ObjLongConsumer<LogInput> toLog,
      BiConsumer<NodeId, RaftMessage> send) {
    this.checkpointBytes = config.checkpointBytes();
    this.checkpointSoon = choices.buggify("checkpoint-soon", 0.05);
    this.log = log;
    this.toLog = toLog;
    this.send = send;
  }

  /// Whether so much was logged since the last call of [#resetLoggedBytes] that the state should be
  /// in a checkpoint.
  boolean checkpointDue() {
    return loggedBytes >= checkpointBytes || checkpointSoon.fires();
  }

  void resetLoggedBytes() {
    loggedBytes = 0;
  }

  void append(long nowNanos, Entry entry) {
    waiting.add(new Operation(++lastNumber, entry, 0));
    write(nowNanos);
  }

  /// What was to be durable from this index on is not waited for any more, and never said to be:
  /// what the log has not taken yet it never gets.
  void truncateFrom(long nowNanos, long index) {
    waiting.removeIf(each -> each.entry() != null && each.entry().index() >= index);
    appended.removeIf(each -> each.index() >= index);
    forLog.removeIf(
        each -> each.message() instanceof RaftMessage.Appended(_, long match) && match >= index);
    waiting.add(new Operation(++lastNumber, null, index));
    write(nowNanos);
    pass(log.acknowledged());
  }

  /// Another state takes the place of all that was appended: what the log has not taken yet it
  /// never gets, and nobody is told of what it has.
  void replaced() {
    waiting.clear();
    appended.clear();
    forLog.clear();
    placed.add(new Placed(lastNumber, log.nextSequence() - 1));
    pass(log.acknowledged());
  }

  /// A ballot is to be saved: messages from here on rest on it.
  void ballotAsked() {
    asked++;
  }

  /// All that was asked for up to now is saved, when it is the last.
  void ballotSaved(Ballot ballot, Ballot last) {
    if (ballot.equals(last)) {
      saved = asked;
      release(forBallot, saved);
      releaseLog();
    }
  }

  void send(NodeId to, RaftMessage message) {
    Durability rests = message.rests();
    if (rests == Durability.LOG && (durableNumber < lastNumber || saved < asked)) {
      forLog.add(new Held(lastNumber, to, message));
    } else if (rests == Durability.BALLOT && saved < asked) {
      forBallot.add(new Held(asked, to, message));
    } else {
      send.accept(to, message);
    }
  }

  /// The log has acknowledged all up to this sequence.
  ///
  /// @return the last entry that is durable by it and was not truncated since, or null
  @Nullable Entry onAcknowledged(long nowNanos, long through) {
    Entry last = null;
    while (!appended.isEmpty() && appended.getFirst().sequence() <= through) {
      Appended next = appended.removeFirst();
      last = new Entry(next.index(), next.term(), Entry.Kind.NOOP, new byte[0]);
    }
    pass(through);
    write(nowNanos);
    return last;
  }

  /// Nothing that waits is ever sent or written.
  void stop() {
    waiting.clear();
    appended.clear();
    placed.clear();
    forLog.clear();
    forBallot.clear();
  }

  private void pass(long through) {
    while (!placed.isEmpty() && placed.getFirst().sequence() <= through) {
      durableNumber = placed.removeFirst().number();
    }
    releaseLog();
  }

  private void releaseLog() {
    if (saved == asked) {
      release(forLog, durableNumber);
    }
  }

  private void release(Deque<Held> held, long through) {
    while (!held.isEmpty() && held.getFirst().number() <= through) {
      Held next = held.removeFirst();
      send.accept(next.to(), next.message());
    }
  }

  private void write(long nowNanos) {
    while (!waiting.isEmpty() && accepts(waiting.getFirst())) {
      Operation next = waiting.removeFirst();
      Entry entry = next.entry();
      if (entry == null) {
        truncate(nowNanos, next);
        continue;
      }
      placed.add(new Placed(next.number(), log.nextSequence()));
      appended.add(new Appended(log.nextSequence(), entry.index(), entry.term()));
      byte[] payload = entry.payload();
      loggedBytes += payload.length;
      toLog.accept(
          new LogInput.Append(STREAM, entry.index(), payload, 0, payload.length), nowNanos);
      Invariant.check(log.lastIndex(STREAM) == entry.index(), "the log has no gaps");
    }
  }

  private void truncate(long nowNanos, Operation next) {
    if (holds(next)) {
      placed.add(new Placed(next.number(), log.nextSequence()));
      toLog.accept(new LogInput.TruncateSuffix(STREAM, next.from()), nowNanos);
    } else {
      placed.add(new Placed(next.number(), log.nextSequence() - 1));
    }
  }

  /// Whether the log has anything that a truncation takes.
  private boolean holds(Operation truncation) {
    return log.lastIndex(STREAM) >= truncation.from();
  }

  private boolean accepts(Operation next) {
    Entry entry = next.entry();
    return entry == null
        ? !holds(next) || log.acceptsTruncation(STREAM)
        : log.accepts(STREAM, Entry.HEADER_BYTES + entry.data().length);
  }
}
