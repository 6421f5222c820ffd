package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.log.Log;
import dev.dcore.kernel.persistence.log.LogInput;
import dev.dcore.kernel.persistence.state.StateView;
import dev.dcore.kernel.store.KvCommand;
import dev.dcore.kernel.store.KvEntry;
import dev.dcore.kernel.store.KvLimits;
import dev.dcore.kernel.store.KvResult;
import dev.dcore.kernel.store.KvStateMachine;
import dev.dcore.kernel.store.UnknownCommand;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import java.util.function.ObjLongConsumer;

/// The way of a command into the state: checked, appended to the log, and carried out and answered
/// when the log has acknowledged it. So nobody reads what a power loss could still take.
final class StoreWrites {
  /// The store's stream in the log.
  static final int STREAM = 1;

  /// A command without somebody who waits.
  static final long NOBODY = 0;

  /// Commands that wait for the log to take them, in bytes: more means that the disk is slower than
  /// those who write, and what comes on top is refused.
  static final long WAITING_BYTES_MAX = 4L << 20;

  private record Waiting(long ticket, byte[] entry) {}

  private record Appended(long ticket, long sequence, long position, byte[] entry) {}

  private final Log log;
  private final ObjLongConsumer<LogInput> toLog;
  private final KvStateMachine machine;
  private final KvLimits limits;
  private final BiConsumer<Long, StoreAnswer> answers;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Deque<Appended> appended = new ArrayDeque<>();
  private long waitingBytes;
  private long loggedBytes;
  private long shift;
  private long droppable;

  /// @param toLog steps the log, at a time; what the log says comes after that step
  StoreWrites(
      Log log,
      ObjLongConsumer<LogInput> toLog,
      KvStateMachine machine,
      KvLimits limits,
      BiConsumer<Long, StoreAnswer> answers) {
    this.log = log;
    this.toLog = toLog;
    this.machine = machine;
    this.limits = limits;
    this.answers = answers;
  }

  /// How much larger a position of the state is than its index in the log.
  void shift(long positionMinusIndex) {
    shift = positionMinusIndex;
  }

  long shift() {
    return shift;
  }

  /// The bytes of entries since the last call of [#resetLoggedBytes].
  long loggedBytes() {
    return loggedBytes;
  }

  void resetLoggedBytes() {
    loggedBytes = 0;
  }

  /// Whether nothing is on its way.
  boolean quiet() {
    return waiting.isEmpty() && appended.isEmpty();
  }

  /// @param logicalNanos the time that the entry brings
  void propose(long nowNanos, long logicalNanos, long ticket, KvCommand command) {
    StateView state = machine.latest();
    String refusal = limits.refusal(command, state.keys(), state.keyAndValueBytes());
    if (!refusal.isEmpty()) {
      answer(ticket, new StoreAnswer.Rejected(refusal));
      return;
    }
    byte[] entry = new KvEntry(logicalNanos, command).encode();
    if (waitingBytes + entry.length > WAITING_BYTES_MAX) {
      answer(ticket, new StoreAnswer.Rejected("too much waits for the disk; try again"));
      return;
    }
    waiting.add(new Waiting(ticket, entry));
    waitingBytes += entry.length;
    append(nowNanos);
  }

  /// Carries out and answers what the log has acknowledged, and goes on with what waits.
  ///
  /// @throws UnknownCommand when this version cannot carry out what it has written itself
  void onAcknowledged(long nowNanos, long through) throws UnknownCommand {
    while (!appended.isEmpty() && appended.getFirst().sequence() <= through) {
      Appended next = appended.getFirst();
      KvResult result = machine.apply(next.position(), next.entry());
      // Not before: who waits for what cannot be carried out is answered when the store stops.
      appended.removeFirst();
      answer(next.ticket(), new StoreAnswer.Written(result));
    }
    drop(nowNanos);
    append(nowNanos);
  }

  /// Entries through this index are needed no more. When the log takes nothing for now, it is told
  /// later.
  void drop(long nowNanos, long through) {
    droppable = through;
    drop(nowNanos);
  }

  private void drop(long nowNanos) {
    if (droppable >= log.firstIndex(STREAM) && log.acceptsTruncation(STREAM)) {
      toLog.accept(new LogInput.TruncatePrefix(STREAM, droppable), nowNanos);
    }
  }

  /// The log takes nothing more.
  ///
  /// @param through what was appended up to this sequence is still to be acknowledged
  /// @param written whether what was appended after it may be in the log all the same
  void onStopped(long through, boolean written, String reason) {
    while (!appended.isEmpty() && appended.getLast().sequence() > through) {
      answer(
          appended.removeLast().ticket(),
          written ? new StoreAnswer.Indeterminate(reason) : new StoreAnswer.Rejected(reason));
    }
    waiting.forEach(each -> answer(each.ticket(), new StoreAnswer.Rejected(reason)));
    waiting.clear();
    waitingBytes = 0;
  }

  private void append(long nowNanos) {
    while (!waiting.isEmpty() && log.accepts(STREAM, waiting.getFirst().entry().length)) {
      Waiting next = waiting.removeFirst();
      byte[] entry = next.entry();
      waitingBytes -= entry.length;
      loggedBytes += entry.length;
      long index = log.lastIndex(STREAM) + 1;
      appended.add(new Appended(next.ticket(), log.nextSequence(), index + shift, entry));
      toLog.accept(new LogInput.Append(STREAM, entry), nowNanos);
      Invariant.check(log.lastIndex(STREAM) == index, "an append has the next index");
    }
  }

  private void answer(long ticket, StoreAnswer answer) {
    if (ticket != NOBODY) {
      answers.accept(ticket, answer);
    }
  }
}
