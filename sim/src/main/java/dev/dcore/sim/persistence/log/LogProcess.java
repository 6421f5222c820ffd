package dev.dcore.sim.persistence.log;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.log.Inspection;
import dev.dcore.kernel.persistence.log.Log;
import dev.dcore.kernel.persistence.log.LogConfig;
import dev.dcore.kernel.persistence.log.LogEffect;
import dev.dcore.kernel.persistence.log.LogFiles;
import dev.dcore.kernel.persistence.log.LogIdentity;
import dev.dcore.kernel.persistence.log.LogInput;
import dev.dcore.kernel.persistence.log.LogReader;
import dev.dcore.kernel.persistence.log.LogRecord;
import dev.dcore.kernel.persistence.log.ReaderEffect;
import dev.dcore.kernel.persistence.log.ReaderInput;
import dev.dcore.sim.crash.CrashMachine;
import dev.dcore.sim.persistence.log.LogHistory.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One process with a log, as a caller uses it: it asks, waits for what it asked for, and notes
/// both in the history.
public final class LogProcess {
  /// Whose log it is in all runs.
  public static final LogIdentity IDENTITY = new LogIdentity(0x1234, 0x5678, "crash");

  private static final int LOG = 1;
  private static final long READER_TICKET = 2L << 56;

  private final CrashMachine machine;
  private final LogHistory history;
  private final LogFiles files;
  private final Disk disk;
  private @Nullable LogEffect opened;
  private @Nullable Inspection inspected;
  private @Nullable LogEffect ended;
  private @Nullable Reading reading;
  private long wakeAtNanos = Long.MAX_VALUE;

  /// Begins with the disk of the machine as it is.
  public LogProcess(CrashMachine machine, LogConfig config, LogHistory history) {
    this.machine = machine;
    this.history = history;
    this.disk = machine.open(this::onDisk);
    this.files = new LogFiles(disk, LOG, config, (_, effect) -> onEffect(effect));
  }

  /// @return how it ended: opened, corrupt or refused
  public LogEffect open() {
    step(new LogInput.Open(IDENTITY, false));
    machine.await(() -> opened != null);
    return Invariant.present(opened, "it was opened");
  }

  /// Looks at its files, and changes nothing.
  Inspection inspect() {
    step(new LogInput.Inspect());
    machine.await(() -> inspected != null);
    return Invariant.present(inspected, "it was inspected");
  }

  /// Opens it, holds what it found to the history, and reads all of it.
  public LogEffect.Opened openAndCheck() {
    if (!(open() instanceof LogEffect.Opened found)) {
      throw new AssertionError("the log does not open: " + opened);
    }
    check(found);
    return found;
  }

  /// Holds what it found to the history, and reads all of it.
  void check(LogEffect.Opened found) {
    long first = found.found().firstSequence();
    long last = found.found().lastSequence();
    boolean writable = found.found().readOnly().isEmpty();
    if (writable) {
      history.onOpened(found.found());
      requireStreams(last);
    } else {
      history.onOpenedReadOnly(found.found());
    }
    List<LogRecord> read = read(first);
    if (read != null && writable) {
      history.onRead(first, last, read);
    }
  }

  private void requireStreams(long last) {
    history
        .streams(last)
        .forEach(
            (stream, alive) -> {
              LogHistory.require(
                  log().firstIndex(stream) == alive.first()
                      && log().lastIndex(stream) == alive.last(),
                  "stream "
                      + stream
                      + " has "
                      + log().firstIndex(stream)
                      + " to "
                      + log().lastIndex(stream)
                      + ", not "
                      + alive);
            });
  }

  Log log() {
    return files.log();
  }

  /// Whether it takes appends, now or later.
  boolean appendable() {
    return ended == null && log().appendable();
  }

  /// What ended it other than its owner; null when nothing did.
  @Nullable LogEffect ended() {
    return ended;
  }

  /// Waits until the log accepts it.
  ///
  /// @return false when it never will
  public boolean append(int stream, byte[] bytes) {
    if (!room(stream, bytes.length)) {
      return false;
    }
    long index = log().lastIndex(stream) + 1;
    history.onAsked(log().nextSequence(), Kind.DATA, stream, index, bytes);
    step(new LogInput.Append(stream, bytes));
    return true;
  }

  /// @param from the first index that is void
  public boolean truncateSuffix(int stream, long from) {
    if (!truncates(stream)) {
      return false;
    }
    history.onAsked(log().nextSequence(), Kind.SUFFIX_TRUNCATED, stream, from, new byte[0]);
    step(new LogInput.TruncateSuffix(stream, from));
    return true;
  }

  /// @param through the last index that is dropped
  public boolean truncatePrefix(int stream, long through) {
    if (!truncates(stream)) {
      return false;
    }
    history.onAsked(log().nextSequence(), Kind.PREFIX_TRUNCATED, stream, through, new byte[0]);
    step(new LogInput.TruncatePrefix(stream, through));
    return true;
  }

  private boolean room(int stream, int bytes) {
    machine.await(() -> !appendable() || log().accepts(stream, bytes));
    return appendable();
  }

  private boolean truncates(int stream) {
    machine.await(() -> !appendable() || log().acceptsTruncation(stream));
    return appendable();
  }

  /// Until all is acknowledged that was asked for.
  ///
  /// @return false when it never will be
  public boolean awaitAll() {
    long last = history.last();
    machine.await(() -> ended != null || history.acknowledged() >= last);
    return ended == null;
  }

  /// The log says how far it is synced, after a while of nothing.
  void idle() {
    machine.pass(Duration.ofMillis(300));
  }

  /// Ends it in order.
  public void close() {
    step(new LogInput.Close());
    machine.await(() -> ended instanceof LogEffect.Closed);
  }

  /// All that can be read from a sequence on; null when the disk failed meanwhile.
  @Nullable List<LogRecord> read(long from) {
    Reading read = new Reading(from);
    reading = read;
    read.next();
    machine.await(() -> read.over);
    reading = null;
    return read.failed ? null : read.records;
  }

  private void step(LogInput input) {
    files.step(machine.nowNanos(), input);
  }

  private void onDisk(DiskEvent event) {
    if (files.owns(event)) {
      files.onDisk(machine.nowNanos(), event);
    } else if (reading != null) {
      reading.step(new ReaderInput.Disk(event));
    }
  }

  private void onEffect(LogEffect effect) {
    switch (effect) {
      case LogEffect.Opened _, LogEffect.Corrupt _, LogEffect.Refused _ -> opened = effect;
      case LogEffect.Acknowledged(long through) -> history.onAcknowledged(through);
      case LogEffect.WakeAt(long nanos) -> wakeAt(nanos);
      case LogEffect.Full(long through, String _) -> {
        history.onNotWritten(through);
        ended = effect;
      }
      case LogEffect.Poisoned _, LogEffect.Closed _ -> ended = effect;
      case LogEffect.Inspected(Inspection found) -> inspected = found;
      case LogEffect.Operation _ -> Invariant.check(false, "operations are carried out");
    }
  }

  private void wakeAt(long nanos) {
    wakeAtNanos = nanos;
    machine.at(
        nanos,
        () -> {
          if (wakeAtNanos == nanos) {
            step(new LogInput.Wake());
          }
        });
  }

  /// One reader, until there is no more.
  private final class Reading {
    private final LogReader reader;
    private final List<LogRecord> records = new ArrayList<>();
    private boolean over;
    private boolean failed;

    Reading(long from) {
      this.reader = new LogReader(log(), from, disk::buffer);
    }

    void next() {
      step(new ReaderInput.Next());
    }

    void step(ReaderInput input) {
      List<ReaderEffect> effects = new ArrayList<>();
      reader.step(machine.nowNanos(), input, effects::add);
      effects.forEach(this::onEffect);
    }

    private void onEffect(ReaderEffect effect) {
      switch (effect) {
        case ReaderEffect.Operation(var operation) -> operation.carryOut(disk, READER_TICKET);
        case ReaderEffect.Records(List<LogRecord> read) -> {
          records.addAll(read);
          next();
        }
        case ReaderEffect.Dropped _ -> next();
        case ReaderEffect.AtEnd _ -> over = true;
        case ReaderEffect.Damaged damaged -> {
          LogHistory.require(
              machine.disk().failing(), "what was recovered cannot be read: " + damaged);
          failed = true;
          over = true;
        }
      }
    }
  }
}
