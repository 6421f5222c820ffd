package dev.dcore.bench.kv;

import java.io.IOException;
import java.time.Duration;

/// The process that loads a store. Used by one thread.
public final class KvLoader implements AutoCloseable {
  /// Beyond the load itself: the JVM's start and whoever does not answer.
  private static final Duration MORE = Duration.ofSeconds(60);

  private static final Duration FILL_MAX = Duration.ofMinutes(12);
  private static final Duration FAILOVER_MAX = Duration.ofMinutes(3);
  private static final int FILL_OUTSTANDING = 64;

  private final KvProcess process;

  KvLoader(KvProcess process) {
    this.process = process;
  }

  /// Writes every key once, so that reads find something.
  public KvMeasured writeAll() throws KvFailed, InterruptedException {
    return fill(KvRecords.KEYS, KvRecords.KEYS, KvRecords.VALUE_BYTES);
  }

  /// @param keys that are written in turns
  public KvMeasured fill(int writes, int keys, int valueBytes)
      throws KvFailed, InterruptedException {
    return measured(
        "fill " + FILL_OUTSTANDING + " " + writes + " " + keys + " " + valueBytes, FILL_MAX);
  }

  public KvMeasured write(int outstanding, Duration turn) throws KvFailed, InterruptedException {
    return measured("write " + outstanding + " " + turn.toMillis(), turn.plus(MORE));
  }

  public KvMeasured read(int outstanding, Duration turn) throws KvFailed, InterruptedException {
    return measured("read " + outstanding + " " + turn.toMillis(), turn.plus(MORE));
  }

  /// From now on it writes every few milliseconds.
  public void beginFailover() throws KvFailed, InterruptedException {
    var _ = process.ask("failover", MORE);
  }

  /// @param killed `System.nanoTime()` of the moment the leader was killed
  /// @return until the first write had succeeded that began later
  public Duration endFailover(long killed) throws KvFailed, InterruptedException {
    return Duration.ofNanos(Long.parseLong(process.ask("killed " + killed, FAILOVER_MAX)));
  }

  @Override
  public void close() {
    process.close();
  }

  private KvMeasured measured(String line, Duration limit) throws KvFailed, InterruptedException {
    try {
      return KvMeasured.parse(process.ask(line, limit));
    } catch (IOException e) {
      throw new KvFailed(String.valueOf(e.getMessage()), e);
    }
  }
}
