package dev.dcore.kernel.runtime;

import dev.dcore.kernel.consensus.Entry;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.log.Log;
import dev.dcore.kernel.persistence.log.LogReader;
import dev.dcore.kernel.persistence.log.LogRecord;
import dev.dcore.kernel.persistence.log.ReaderEffect;
import dev.dcore.kernel.persistence.log.ReaderInput;
import java.util.ArrayList;
import java.util.List;

/// Brings a group's entries from the log into memory, a part of a file in each step.
final class GroupOpening {
  private final Disk disk;
  private final long ticket;
  private final Log log;
  private final LogReader reader;
  private final List<Entry> entries = new ArrayList<>();
  private boolean ended;
  private String failure = "";

  /// @param ticket of each of its operations, which are one after another
  GroupOpening(Disk disk, long ticket, Log log) {
    this.disk = disk;
    this.ticket = ticket;
    this.log = log;
    this.reader = new LogReader(log, 1, disk::buffer);
  }

  void begin(long nowNanos) {
    next(nowNanos);
  }

  boolean ended() {
    return ended;
  }

  /// Why the log cannot be read, in one sentence, or empty.
  String failure() {
    return failure;
  }

  /// What the stream holds, without gaps.
  List<Entry> entries() {
    return entries;
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
          fail(file + " is damaged at byte " + offset + ", record " + sequence + ": " + reason);
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
    if (record.stream() != GroupLog.STREAM || !failure.isEmpty()) {
      return;
    }
    while (!entries.isEmpty() && entries.getLast().index() >= record.index()) {
      entries.removeLast();
    }
    if (record.truncation() || record.index() < log.firstIndex(GroupLog.STREAM)) {
      return;
    }
    if (!entries.isEmpty() && entries.getLast().index() + 1 != record.index()) {
      fail("the log lacks entry " + (entries.getLast().index() + 1));
      return;
    }
    try {
      entries.add(Entry.of(record.index(), record.bytes()));
    } catch (IllegalArgumentException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  private void fail(String reason) {
    failure = reason;
    ended = true;
  }
}
