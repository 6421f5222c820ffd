package dev.dcore.kernel.persistence.log;

import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;

/// Carries out over the disk what a [Log] wants, and hands on what it has to say.
public final class LogFiles {
  /// Each user of a disk has tickets of its own: its number is above what a log counts, and the log
  /// looks at the lowest bits of a ticket only ([Operations]).
  private static final int TICKET_BITS = 56;

  /// Hears what the log says that is no operation, at the time that the step had.
  @FunctionalInterface
  public interface Results {
    void accept(long nowNanos, LogEffect result);
  }

  private final Disk disk;
  private final Log log;
  private final long owner;
  private final Results results;

  /// @param owner a number that no other user of this disk has, below 128
  public LogFiles(Disk disk, int owner, LogConfig config, Results results) {
    this.disk = disk;
    this.log = new Log(config, disk::buffer);
    this.owner = (long) owner << TICKET_BITS;
    this.results = results;
  }

  public Log log() {
    return log;
  }

  public void step(long nowNanos, LogInput input) {
    log.step(nowNanos, input, effect -> carryOut(nowNanos, effect));
  }

  /// Whether the log asked for it.
  public boolean owns(DiskEvent event) {
    return event.ticket() >>> TICKET_BITS == owner >>> TICKET_BITS;
  }

  public void onDisk(long nowNanos, DiskEvent event) {
    step(nowNanos, new LogInput.Disk(event));
  }

  private void carryOut(long nowNanos, LogEffect effect) {
    if (effect instanceof LogEffect.Operation(long ticket, var operation)) {
      operation.carryOut(disk, owner | ticket);
    } else {
      results.accept(nowNanos, effect);
    }
  }
}
