package dev.dcore.sim.persistence.store;

import static dev.dcore.sim.persistence.store.StoreHistory.require;

import dev.dcore.sim.crash.CrashMachine;
import dev.dcore.sim.crash.CrashSubject;
import java.time.Duration;

/// Work for a store that comes by all that it does, in a few hundred operations of the disk:
/// writes, deletions, what lives for a time, checkpoints that refer to earlier ones, the end of the
/// log's prefix, and a second process.
public final class StoreWorkload implements CrashSubject<StoreHistory> {
  @Override
  public StoreHistory begin() {
    return new StoreHistory();
  }

  @Override
  public void work(CrashMachine machine, StoreHistory history) {
    StoreProcess first = opened(machine, history);
    write(first, 0, 12);
    first.putFor(Duration.ofMillis(500).toNanos());
    first.compact();
    write(first, 5, 4);
    first.delete("k1");
    first.checkpoint();
    write(first, 9, 6);
    first.awaitAll();
    machine.pass(Duration.ofSeconds(1));
    first.compact();
    machine.kill();
    StoreProcess second = opened(machine, history);
    write(second, 2, 3);
    second.awaitAll();
    second.checkRead();
  }

  private static void write(StoreProcess process, int from, int count) {
    for (int i = from; i < from + count; i++) {
      process.put("k" + i % 10, "value ".repeat(i) + i);
    }
  }

  private static StoreProcess opened(CrashMachine machine, StoreHistory history) {
    StoreProcess process = new StoreProcess(machine, history);
    require(process.status() != null, "nothing failed, and it is stopped: " + process.stopped());
    history.onOpened(process.content());
    return process;
  }

  /// It opens, all is there, and it goes on.
  @Override
  public void check(CrashMachine machine, StoreHistory history) {
    StoreProcess process = opened(machine, history);
    process.put("after", "crash");
    process.awaitAll();
    process.checkRead();
  }
}
