package dev.dcore.io.persistence;

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Opens a log on real files and reads all of it.
final class LogReading {
  private static final long READER_TICKET = 2L << 56;

  private final BlockingQueue<DiskEvent> completions = new LinkedBlockingQueue<>();
  private final List<LogEffect> said = new ArrayList<>();
  private final List<LogRecord> records = new ArrayList<>();
  private final FileDisk disk;
  private final LogFiles files;
  private boolean over;

  private LogReading(Path directory, LogConfig config) {
    this.disk = new FileDisk("reading", directory, completions::add);
    this.files = new LogFiles(disk, 1, config.withDirectory(""), (_, effect) -> said.add(effect));
  }

  /// @throws AssertionError when it is damaged
  static List<LogRecord> all(Path directory, LogConfig config) throws InterruptedException {
    LogReading reading = new LogReading(directory, config);
    try {
      reading.read();
      return reading.records;
    } finally {
      reading.disk.close(() -> {});
      reading.disk.awaitClosed(Duration.ofSeconds(10));
    }
  }

  private void read() throws InterruptedException {
    files.step(System.nanoTime(), new LogInput.Open(new LogIdentity(1, 1, ""), true));
    while (said.stream().allMatch(LogEffect.WakeAt.class::isInstance)) {
      files.onDisk(System.nanoTime(), next());
    }
    LogEffect how =
        said.stream().filter(each -> !(each instanceof LogEffect.WakeAt)).findFirst().orElseThrow();
    if (!(how instanceof LogEffect.Opened opened)) {
      throw new AssertionError("the log does not open: " + how);
    }
    LogReader reader = new LogReader(files.log(), opened.found().firstSequence(), disk::buffer);
    reader.step(0, new ReaderInput.Next(), effect -> onEffect(reader, effect));
    while (!over) {
      DiskEvent event = next();
      if (files.owns(event)) {
        files.onDisk(System.nanoTime(), event);
      } else {
        reader.step(0, new ReaderInput.Disk(event), effect -> onEffect(reader, effect));
      }
    }
  }

  private void onEffect(LogReader reader, ReaderEffect effect) {
    switch (effect) {
      case ReaderEffect.Operation(var operation) -> operation.carryOut(disk, READER_TICKET);
      case ReaderEffect.Records(List<LogRecord> read) -> {
        records.addAll(read);
        reader.step(0, new ReaderInput.Next(), next -> onEffect(reader, next));
      }
      case ReaderEffect.AtEnd _ -> over = true;
      case ReaderEffect.Dropped _, ReaderEffect.Damaged _ ->
          throw new AssertionError("it cannot be read: " + effect);
    }
  }

  private DiskEvent next() throws InterruptedException {
    DiskEvent event = completions.poll(30, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("the disk does not answer");
    }
    return event;
  }
}
