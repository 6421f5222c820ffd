package dev.dcore.sim.crash;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.sim.persistence.PowerLoss;
import dev.dcore.sim.persistence.SimDisk;
import dev.dcore.sim.time.EventQueue;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// A machine with one disk, and one process on it at a time, which ends where the test wants it to.
/// Confined to one thread.
public final class CrashMachine {
  /// Who waits longer than this waits for nothing.
  private static final Duration PATIENCE = Duration.ofHours(1);

  /// Who has so much to do at one instant is never done.
  private static final int EVENTS_AT_ONCE_MAX = 100_000;

  private final EventQueue queue = new EventQueue();
  private final SimDisk disk;
  private long crashAt = Long.MAX_VALUE;
  private int life;

  /// @param choices what its disk draws from
  /// @param sectorBytes of the disk
  public CrashMachine(Choices choices, int sectorBytes) {
    this.disk = new SimDisk(queue, choices, sectorBytes);
  }

  /// For a storage that is a protocol: operations complete while [#await] or [#pass] lets time
  /// pass.
  public Disk open(Consumer<DiskEvent> sink) {
    return disk.open(sink);
  }

  /// For a storage that waits for each of its operations.
  public CrashFiles files() {
    return new CrashFiles(this);
  }

  /// To inject faults and damage.
  public SimDisk disk() {
    return disk;
  }

  public long nowNanos() {
    return queue.nowNanos();
  }

  /// Runs something at this time, unless the process has ended by then.
  public void at(long nanos, Runnable action) {
    int asked = life;
    queue.at(
        Math.max(nanos, queue.nowNanos()),
        () -> {
          if (asked == life) {
            action.run();
          }
        });
  }

  /// Lets time pass until something holds.
  ///
  /// @throws Crashed when the process ends first
  /// @throws AssertionError when it will never hold
  public void await(BooleanSupplier condition) {
    long until = queue.nowNanos() + PATIENCE.toNanos();
    long instant = -1;
    int events = 0;
    while (!condition.getAsBoolean()) {
      crashWhenDue();
      events = queue.nowNanos() == instant ? events + 1 : 0;
      instant = queue.nowNanos();
      if (events > EVENTS_AT_ONCE_MAX) {
        throw new AssertionError("it is busy for ever, and no time passes");
      }
      if (!queue.runNext(until)) {
        throw new AssertionError("what was awaited did not come, and nothing else will");
      }
    }
  }

  /// Lets so much time pass.
  ///
  /// @throws Crashed when the process ends first
  public void pass(Duration time) {
    long until = queue.nowNanos() + time.toNanos();
    do {
      crashWhenDue();
    } while (queue.runNext(until));
  }

  /// The process will end when so many more operations of the disk have completed.
  public void crashAfter(long operations) {
    crashAt = disk.completed() + operations;
  }

  /// The process ends and the power goes, here and now.
  public void losePower(PowerLoss fate) {
    ended();
    disk.losePower(fate);
  }

  /// The process ends and the power goes; what survives is drawn.
  public void losePower() {
    ended();
    disk.losePower();
  }

  /// The process ends; the system goes on, and writes everything back before the power goes.
  public void kill() {
    ended();
    disk.kill();
  }

  private void ended() {
    life++;
    crashAt = Long.MAX_VALUE;
  }

  private void crashWhenDue() {
    if (disk.completed() >= crashAt) {
      throw new Crashed();
    }
  }
}
