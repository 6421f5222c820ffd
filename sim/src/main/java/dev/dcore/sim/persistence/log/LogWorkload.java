package dev.dcore.sim.persistence.log;

import dev.dcore.kernel.persistence.log.LogConfig;
import dev.dcore.kernel.persistence.log.LogEffect;
import dev.dcore.kernel.persistence.log.SyncPolicy;
import dev.dcore.sim.crash.CrashMachine;
import dev.dcore.sim.crash.CrashSubject;
import dev.dcore.sim.persistence.DiskDamage;

/// Work for a log that comes by all that it does, in a few hundred operations of the disk: single
/// appends and bursts, truncations, rotation, a file that is used again, a close and a second
/// process.
public final class LogWorkload implements CrashSubject<LogHistory> {
  /// The smallest segment that holds the largest truncation.
  static final LogConfig CONFIG = new LogConfig("wal", 6 << 10, 512, 400, SyncPolicy.EVERY_APPEND);

  private static final int STREAMS = 2;

  @Override
  public LogHistory begin() {
    return new LogHistory(CONFIG.policy());
  }

  @Override
  public void work(CrashMachine machine, LogHistory history) {
    LogProcess first = new LogProcess(machine, CONFIG, history);
    first.openAndCheck();
    for (int i = 1; i <= 3; i++) {
      first.append(1, bytes(history, 10 * i));
      first.awaitAll();
    }
    burst(first, history, 6, 30);
    first.truncateSuffix(1, 4);
    first.append(1, bytes(history, 20));
    first.awaitAll();
    for (int round = 1; round <= 6; round++) {
      burst(first, history, 7, 390);
      first.truncatePrefix(round % STREAMS, first.log().lastIndex(round % STREAMS) - 2);
      burst(first, history, 2, 5);
    }
    first.idle();
    burst(first, history, 3, 40);
    first.close();
    LogProcess second = new LogProcess(machine, CONFIG, history);
    second.openAndCheck();
    burst(second, history, 3, 50);
    second.append(0, bytes(history, 5));
    second.awaitAll();
    burst(second, history, 2, 60);
  }

  private static void burst(LogProcess process, LogHistory history, int count, int length) {
    for (int i = 0; i < count; i++) {
      process.append(i % STREAMS, bytes(history, length + i));
    }
    process.awaitAll();
  }

  /// Payloads that are all different.
  static byte[] bytes(LogHistory history, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (31 * history.last() + i);
    }
    return bytes;
  }

  /// It opens, all is there, and it goes on.
  @Override
  public void check(CrashMachine machine, LogHistory history) {
    LogProcess process = new LogProcess(machine, CONFIG, history);
    LogEffect.Opened opened = process.openAndCheck();
    if (opened.found().readOnly().isEmpty()) {
      process.append(1, bytes(history, 33));
      process.awaitAll();
    }
  }

  @Override
  public void beforeDamage(CrashMachine machine, LogHistory history) {
    history.onInspected(new LogProcess(machine, CONFIG, history).inspect());
  }

  @Override
  public String checkDamaged(CrashMachine machine, LogHistory history, DiskDamage.Done damage) {
    LogProcess process = new LogProcess(machine, CONFIG, history);
    return new DamageCheck(history, damage).outcome(process, process.open());
  }
}
