package dev.dcore.kernel.runtime;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.log.Log;
import dev.dcore.kernel.persistence.log.LogReader;
import dev.dcore.kernel.persistence.log.LogRecord;
import dev.dcore.kernel.persistence.log.ReaderEffect;
import dev.dcore.kernel.persistence.log.ReaderInput;
import dev.dcore.kernel.store.KvStateMachine;
import dev.dcore.kernel.store.UnknownCommand;
import java.util.List;

/// Carries out what the log holds behind the checkpoint, a part of a file in each step.
final class StoreReplay {
  private final Disk disk;
  private final long ticket;
  private final KvStateMachine machine;
  private final LogReader reader;
  private final long shift;
  private long index;
  private boolean ended;
  private String failure = "";

  /// @param ticket of each of its operations, which are one after another
  /// @param index of the last entry of the log that is in the state
  StoreReplay(Disk disk, long ticket, Log log, KvStateMachine machine, long index) {
    this.disk = disk;
    this.ticket = ticket;
    this.machine = machine;
    this.index = index;
    this.shift = machine.position() - index;
    this.reader = new LogReader(log, 1, disk::buffer);
  }

  void begin(long nowNanos) {
    next(nowNanos);
  }

  boolean ended() {
    return ended;
  }

  /// Why the state cannot be had from the log, in one sentence, or empty.
  String failure() {
    return failure;
  }

  /// The last entry of the log that is in the state.
  long index() {
    return index;
  }

  void on(long nowNanos, DiskEvent event) {
    reader.step(nowNanos, new ReaderInput.Disk(event), effect -> carryOut(nowNanos, effect));
  }

  private void next(long nowNanos) {
    reader.step(nowNanos, new ReaderInput.Next(), effect -> carryOut(nowNanos, effect));
  }

  private void carryOut(long nowNanos, ReaderEffect effect) {
    switch (effect) {
      case ReaderEffect.Operation(var operation) -> operation.carryOut(disk, ticket);
      case ReaderEffect.Records(List<LogRecord> records) -> {
        records.forEach(this::onRecord);
        goOn(nowNanos);
      }
      case ReaderEffect.Dropped _ -> goOn(nowNanos);
      case ReaderEffect.AtEnd _ -> ended = true;
      case ReaderEffect.Damaged(String file, long offset, long sequence, String reason) ->
          fail(damage(file, offset, sequence, reason));
    }
  }

  private void goOn(long nowNanos) {
    if (failure.isEmpty()) {
      next(nowNanos);
    } else {
      ended = true;
    }
  }

  private void onRecord(LogRecord record) {
    if (!failure.isEmpty() || record.stream() != StoreWrites.STREAM || record.index() <= index) {
      return;
    }
    Invariant.check(!record.truncation(), "the store takes nothing back");
    if (record.index() != index + 1) {
      fail(
          "the log goes on with entry "
              + record.index()
              + ", but the newest whole checkpoint ends with entry "
              + index);
      return;
    }
    try {
      machine.apply(record.index() + shift, record.bytes());
      index = record.index();
    } catch (UnknownCommand e) {
      fail("entry " + record.index() + " of the log: " + e.getMessage());
    }
  }

  /// What people are told of a log that is damaged.
  static String damage(String file, long offset, long sequence, String reason) {
    return file + " is damaged at byte " + offset + ", record " + sequence + ": " + reason;
  }

  private void fail(String reason) {
    failure = reason;
    ended = true;
  }
}
