package dev.dcore.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.io.persistence.WriteAheadLog;
import dev.dcore.kernel.persistence.log.LogConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What fails while logs are measured is said, and is no figure.
class WalTest {
  private static final long MOMENT = Duration.ofMillis(1).toNanos();

  @TempDir private Path directory;

  private WriteAheadLog closed() throws IOException {
    WriteAheadLog log = WriteAheadLog.open(directory.resolve("log"), LogConfig.DEFAULT);
    log.append(new byte[1]).durable().join();
    log.close();
    return log;
  }

  @Test
  void appendsThatFailAreNoFigures() throws IOException {
    WriteAheadLog log = closed();

    IOException failure = assertThrows(IOException.class, () -> new WalLoad(16).run(log, MOMENT));
    assertEquals("the log does not write: the log is closed", failure.getMessage());
  }

  @Test
  void aLogThatCouldNotBeFilledIsNotMeasured() throws IOException {
    WriteAheadLog log = closed();

    assertThrows(IOException.class, () -> WalRecovery.fill(log, 1_000));
  }

  @Test
  void allThreadsCountAndOneThatFailsIsEnough() throws Exception {
    assertEquals(3, Latencies.together(3, own -> own.add(1)).count());

    AtomicInteger begun = new AtomicInteger();
    IOException failure =
        assertThrows(
            IOException.class,
            () ->
                Latencies.together(
                    3,
                    own -> {
                      own.add(1);
                      if (begun.incrementAndGet() == 2) {
                        throw new IllegalStateException("the second");
                      }
                    }));
    assertTrue(String.valueOf(failure.getMessage()).contains("the second"));
    assertEquals(3, begun.get());
  }

  @Test
  @Timeout(10)
  void aDiskThatFailsEndsTheHandOff() throws Exception {
    RawDisk disk = new RawDisk(directory.resolve("raw"));
    assertTrue(disk.runHandedOff(512, MOMENT).count() > 0);
    disk.close();

    assertThrows(IOException.class, () -> disk.run(512, MOMENT));
    assertThrows(IOException.class, () -> disk.runHandedOff(512, MOMENT));
  }
}
