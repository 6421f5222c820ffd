package dev.dcore.sim.persistence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.log.LogConfig;
import dev.dcore.kernel.persistence.log.LogEffect;
import dev.dcore.kernel.persistence.log.LogFiles;
import dev.dcore.kernel.persistence.log.LogIdentity;
import dev.dcore.kernel.persistence.log.LogInput;
import dev.dcore.kernel.persistence.log.LogReader;
import dev.dcore.kernel.persistence.log.LogRecord;
import dev.dcore.kernel.persistence.log.ReaderEffect;
import dev.dcore.kernel.persistence.log.ReaderInput;
import dev.dcore.kernel.persistence.log.Recovered;
import dev.dcore.kernel.persistence.log.SyncPolicy;
import dev.dcore.sim.time.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A log that is killed, and loses its power, over and over, also while it recovers: what it
/// acknowledged is there, in order and as it was.
final class LogCrashTest {
  private static final int SEEDS = 300;
  private static final int LIVES = 12;
  private static final LogIdentity IDENTITY = new LogIdentity(1, 2, "test");
  private static final LogConfig CONFIG =
      new LogConfig("wal", 8_192, 1_024, 700, SyncPolicy.EVERY_APPEND);

  @Test
  void acknowledgedRecordsSurviveKillsAndPowerLosses() {
    int recovered = 0;
    int truncated = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Machine machine = new Machine(seed);
      for (int life = 0; life < LIVES; life++) {
        machine.live();
      }
      recovered += machine.rewritten;
      truncated += machine.truncated;
    }
    assertTrue(recovered > 0 && truncated > 0, recovered + " rewritten, " + truncated + " cut");
  }

  /// One disk, the log on it, and what has to be in it.
  private static final class Machine {
    private final long seed;
    private final EventQueue queue = new EventQueue();
    private final SimDisk disk;
    private final Choice choice;
    private final Map<Long, byte[]> model = new TreeMap<>();
    private long acknowledged;
    private long dropped;
    private int rewritten;
    private int truncated;
    private int life;

    private @Nullable LogFiles files;
    private @Nullable Recovered opened;
    private final List<DiskEvent> reads = new ArrayList<>();

    Machine(long seed) {
      this.seed = seed;
      this.disk = new SimDisk(queue, Choices.seeded(seed, "disk"));
      this.choice = Choices.seeded(seed, "test").choice("what");
    }

    void live() {
      int own = ++life;
      opened = null;
      LogFiles[] made = new LogFiles[1];
      var port =
          disk.open(
              event -> {
                if (made[0].owns(event)) {
                  made[0].onDisk(queue.nowNanos(), event);
                } else {
                  reads.add(event);
                }
              });
      LogFiles current = new LogFiles(port, 1, CONFIG, (now, result) -> onResult(own, result));
      made[0] = current;
      files = current;
      current.step(queue.nowNanos(), new LogInput.Open(IDENTITY, false));
      if (choice.chance(0.3)) {
        queue.runFor(choice.between(0, 60_000_000));
      } else {
        settle();
        assertTrue(opened != null, "seed " + seed + " life " + life + ": it did not open");
        check(port);
        int rounds = choice.below(30);
        for (int i = 0; i < rounds; i++) {
          work(current);
          queue.runFor(choice.between(0, 8_000_000));
        }
      }
      if (choice.chance(0.2)) {
        current.step(queue.nowNanos(), new LogInput.Close());
        settle();
      }
      life++;
      if (choice.chance(0.5)) {
        disk.losePower();
      } else {
        disk.kill();
      }
    }

    private void settle() {
      queue.runFor(Duration.ofSeconds(30).toNanos());
    }

    private void work(LogFiles current) {
      int records = choice.below(6);
      for (int i = 0; i < records; i++) {
        int length = choice.below(choice.chance(0.1) ? 700 : 100);
        if (current.log().accepts(0, length)) {
          byte[] bytes = new byte[length];
          java.util.Arrays.fill(bytes, (byte) choice.below(256));
          model.put(current.log().nextSequence(), bytes);
          current.step(queue.nowNanos(), new LogInput.Append(0, bytes));
        }
      }
      if (choice.chance(0.05)
          && current.log().acceptsTruncation(0)
          && current.log().lastIndex(0) > 1) {
        long through = choice.between(1, current.log().lastIndex(0));
        dropped = Math.max(dropped, through);
        current.step(queue.nowNanos(), new LogInput.TruncatePrefix(0, through));
      }
    }

    private void onResult(int own, LogEffect result) {
      switch (result) {
        case LogEffect.Opened(Recovered found) -> opened = found;
        case LogEffect.Acknowledged(long through) -> acknowledged = through;
        case LogEffect.WakeAt(long nanos) -> {
          LogFiles asked = files;
          queue.at(
              Math.max(nanos, queue.nowNanos()),
              () -> {
                if (own == life && asked != null) {
                  asked.step(queue.nowNanos(), new LogInput.Wake());
                }
              });
        }
        case LogEffect.Closed _ -> {}
        case LogEffect.Corrupt _,
            LogEffect.Refused _,
            LogEffect.Full _,
            LogEffect.Poisoned _,
            LogEffect.Inspected _,
            LogEffect.Operation _ ->
            throw new AssertionError("seed " + seed + " life " + life + ": " + result);
      }
    }

    private void check(dev.dcore.kernel.persistence.Disk port) {
      Recovered found = opened;
      String where = "seed " + seed + " life " + life + ": ";
      assertTrue(
          found.lastSequence() >= acknowledged,
          where + found.lastSequence() + " of " + acknowledged);
      rewritten += (int) found.rewritten();
      truncated += found.truncated().size();
      acknowledged = found.lastSequence();
      model.keySet().removeIf(sequence -> sequence > found.lastSequence());
      LogReader reader = new LogReader(files.log(), 1, port::buffer);
      List<LogRecord> records = new ArrayList<>();
      boolean[] ended = {false};
      ReaderInput input = new ReaderInput.Next();
      while (!ended[0]) {
        boolean[] asked = {false};
        reader.step(
            queue.nowNanos(),
            input,
            effect -> {
              switch (effect) {
                case ReaderEffect.Operation(var operation) -> {
                  operation.carryOut(port, 7);
                  asked[0] = true;
                }
                case ReaderEffect.Records(var some) -> records.addAll(some);
                case ReaderEffect.AtEnd _ -> ended[0] = true;
                case ReaderEffect.Dropped _ -> {}
                case ReaderEffect.Damaged damaged -> throw new AssertionError(where + damaged);
              }
            });
        if (asked[0]) {
          while (reads.isEmpty()) {
            queue.runFor(1_000_000);
          }
          input = new ReaderInput.Disk(reads.removeFirst());
        } else {
          input = new ReaderInput.Next();
        }
      }
      long firstIndex = files.log().firstIndex(0);
      assertTrue(firstIndex <= dropped + 1, where + "more was dropped than asked");
      Map<Long, byte[]> left = new TreeMap<>(model);
      long index = firstIndex;
      for (LogRecord record : records) {
        byte[] bytes = left.remove(record.sequence());
        assertTrue(bytes != null, where + "an unknown record " + record);
        assertArrayEquals(bytes, record.bytes(), where + record);
        assertEquals(index++, record.index(), where + "indexes");
      }
      assertEquals(files.log().lastIndex(0) + 1, index, where + "all that is there is read");
      long firstRead = records.isEmpty() ? Long.MAX_VALUE : records.getFirst().sequence();
      assertTrue(
          left.keySet().stream().allMatch(sequence -> sequence < firstRead),
          where + "gaps " + left.keySet());
      model.keySet().removeAll(left.keySet());
    }
  }
}
