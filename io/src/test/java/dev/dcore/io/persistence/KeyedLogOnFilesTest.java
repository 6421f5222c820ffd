package dev.dcore.io.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.compaction.Key;
import dev.dcore.kernel.persistence.compaction.KeyedRecord;
import dev.dcore.kernel.persistence.compaction.SizeTieredPlanner;
import dev.dcore.kernel.persistence.compaction.WholePlanner;
import dev.dcore.kernel.persistence.keyed.KeyedLog;
import dev.dcore.kernel.persistence.keyed.KeyedLogConfig;
import dev.dcore.kernel.persistence.keyed.KeyedLogEffect;
import dev.dcore.kernel.persistence.keyed.KeyedLogFiles;
import dev.dcore.kernel.persistence.keyed.KeyedLogInput;
import dev.dcore.kernel.persistence.keyed.LogIdentity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The log that the simulator crashes, on real files.
final class KeyedLogOnFilesTest {
  private static final int BATCHES = 6;
  private static final int KEYS = 500;

  @TempDir private Path directory;

  @Test
  void whatIsCompactedIsThereAfterARestart() throws Exception {
    try (OneProcess process = new OneProcess(directory)) {
      for (int batch = 1; batch <= BATCHES; batch++) {
        process.run(new KeyedLogInput.Add(batch(batch), batch), KeyedLogEffect.Added.class);
      }
      process.step(new KeyedLogInput.Passed(BATCHES));
      process.run(
          new KeyedLogInput.Compact(new SizeTieredPlanner(3, 4, 1 << 24), 0),
          KeyedLogEffect.Compacted.class);
      process.run(new KeyedLogInput.Compact(new WholePlanner(), 0), KeyedLogEffect.Compacted.class);
      assertTrue(process.files.log().segments().size() > 1, "levels are cut into segments");
    }
    try (OneProcess process = new OneProcess(directory)) {
      process.step(new KeyedLogInput.Scan());
      List<KeyedRecord> found = new ArrayList<>();
      KeyedLogEffect.Scanned next = process.await(KeyedLogEffect.Scanned.class);
      while (!next.last()) {
        found.addAll(next.records());
        process.step(new KeyedLogInput.ScanOn());
        next = process.await(KeyedLogEffect.Scanned.class);
      }
      found.addAll(next.records());

      assertEquals(KEYS / 2, found.size(), "the other half was deleted");
      assertTrue(found.stream().allMatch(each -> each.sequence() == BATCHES), "the newest is left");
    }
  }

  /// All keys again; the last time every other one is deleted.
  private static List<KeyedRecord> batch(int sequence) {
    List<KeyedRecord> records = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      boolean gone = sequence == BATCHES && key % 2 == 0;
      records.add(
          new KeyedRecord(
              new Key(ByteBuffer.allocate(Integer.BYTES).putInt(key).array()),
              sequence,
              sequence,
              gone ? KeyedRecord.Kind.TOMBSTONE : KeyedRecord.Kind.VALUE,
              gone ? new byte[0] : "x".repeat(200).getBytes(StandardCharsets.UTF_8)));
    }
    return records;
  }

  /// The test's thread is the loop.
  private static final class OneProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LinkedBlockingQueue<DiskEvent> completions = new LinkedBlockingQueue<>();
    private final List<KeyedLogEffect> effects = new ArrayList<>();
    private final FileDisk disk;
    final KeyedLogFiles files;

    OneProcess(Path directory) throws Exception {
      disk = new FileDisk("keyed", directory, completions::add);
      KeyedLogConfig config = new KeyedLogConfig(20_000, Long.MAX_VALUE, null);
      files = new KeyedLogFiles(disk, 1, "keyed", new KeyedLog(config), effects::add);
      run(new KeyedLogInput.Open(new LogIdentity(1, 2)), KeyedLogEffect.Opened.class);
    }

    void step(KeyedLogInput input) {
      files.step(System.nanoTime(), input);
    }

    void run(KeyedLogInput input, Class<? extends KeyedLogEffect> end) throws Exception {
      step(input);
      await(end);
    }

    <E extends KeyedLogEffect> E await(Class<E> kind) throws Exception {
      while (true) {
        while (!effects.isEmpty()) {
          KeyedLogEffect effect = effects.removeFirst();
          if (kind.isInstance(effect)) {
            return kind.cast(effect);
          }
        }
        DiskEvent event = completions.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertTrue(event != null, "the disk is silent");
        files.onDisk(System.nanoTime(), event);
      }
    }

    @Override
    public void close() {
      disk.close(() -> {});
      try {
        assertTrue(disk.awaitClosed(PATIENCE));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
