package dev.dcore.sim.persistence.log;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.persistence.log.Log;
import dev.dcore.kernel.persistence.log.LogConfig;
import dev.dcore.kernel.persistence.log.LogRecord;
import dev.dcore.sim.crash.CrashMachine;
import java.time.Duration;
import java.util.List;

/// What a caller does with a log, by chance.
final class LogSteps {
  private static final int STREAMS = 3;

  private final LogConfig config;
  private final LogHistory history;
  private final CrashMachine machine;
  private final Choice counts;
  private final Choice kind;
  private final Choice stream;
  private final Choice length;
  private final Choice index;

  LogSteps(Choices choices, LogConfig config, LogHistory history, CrashMachine machine) {
    this.config = config;
    this.history = history;
    this.machine = machine;
    this.counts = choices.choice("count");
    this.kind = choices.choice("kind");
    this.stream = choices.choice("stream");
    this.length = choices.choice("length");
    this.index = choices.choice("index");
  }

  /// How many steps a life has.
  int count(int most) {
    return counts.below(most + 1);
  }

  void step(LogProcess process) {
    switch (kind.below(10)) {
      case 0, 1, 2 -> append(process, 1);
      case 3, 4 -> append(process, 2 + counts.below(20));
      case 5 -> process.awaitAll();
      case 6 -> truncateSuffix(process);
      case 7 -> truncatePrefix(process);
      case 8 -> tail(process);
      default -> machine.pass(Duration.ofMillis(length.below(300)));
    }
  }

  private void append(LogProcess process, int count) {
    for (int i = 0; i < count; i++) {
      int bytes = length.below(config.recordBytesMax() + 1);
      process.append(stream.below(STREAMS), LogWorkload.bytes(history, bytes));
    }
  }

  private void truncateSuffix(LogProcess process) {
    Log log = process.log();
    int number = stream.below(STREAMS);
    long first = log.firstIndex(number);
    long last = log.lastIndex(number);
    if (last >= first) {
      process.truncateSuffix(number, last - index.below((int) Math.min(4, last - first + 1)));
    }
  }

  private void truncatePrefix(LogProcess process) {
    Log log = process.log();
    int number = stream.below(STREAMS);
    long first = log.firstIndex(number);
    long last = log.lastIndex(number);
    if (last >= first) {
      process.truncatePrefix(number, first + index.below((int) (last - first + 1)));
    }
  }

  /// Reads the last records that are acknowledged.
  private void tail(LogProcess process) {
    long from = Math.max(1, history.acknowledged() - 5);
    List<LogRecord> read = process.read(from);
    if (read != null) {
      history.onTail(read);
    }
  }
}
