package dev.dcore.kernel.persistence.keyed;

import dev.dcore.kernel.base.Effects;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Carries out over the disk what a [KeyedLog] wants, in one directory. Confined to the disk's
/// loop.
public final class KeyedLogFiles {
  private static final int OWNER_SHIFT = 32;
  private static final long NUMBER_MASK = (1L << OWNER_SHIFT) - 1;

  /// @param into what a read fills
  private record Asked(Lane lane, @Nullable ByteBuffer into) {}

  private final Disk disk;
  private final long owner;
  private final String directory;
  private final KeyedLog log;
  private final Effects<KeyedLogEffect> rest;
  private final Map<Long, Asked> underWay = new TreeMap<>();
  private long asked;

  /// @param owner a number that no other user of this disk has
  /// @param directory below the data directory
  /// @param rest hears all effects but the operations
  public KeyedLogFiles(
      Disk disk, int owner, String directory, KeyedLog log, Effects<KeyedLogEffect> rest) {
    this.disk = disk;
    this.owner = owner;
    this.directory = directory;
    this.log = log;
    this.rest = rest;
  }

  public KeyedLog log() {
    return log;
  }

  public void step(long nowNanos, KeyedLogInput input) {
    log.step(
        nowNanos,
        input,
        effect -> {
          if (effect instanceof KeyedLogEffect.Operate(Lane lane, FileOperation operation)) {
            operate(lane, operation);
          } else {
            rest.add(effect);
          }
        });
  }

  /// Whether this log asked for it.
  public boolean owns(DiskEvent event) {
    return event.ticket() >>> OWNER_SHIFT == owner;
  }

  public void onDisk(long nowNanos, DiskEvent event) {
    Asked of =
        Invariant.present(underWay.remove(event.ticket()), "a completion of an unknown operation");
    FileResult result =
        switch (event) {
          case DiskEvent.Read(long _, byte[] bytes) -> new FileResult.Bytes(bytes);
          case DiskEvent.Filled(long _, int count) ->
              new FileResult.Bytes(
                  Arrays.copyOf(
                      Invariant.present(of.into(), "a read has a buffer").array(), count));
          case DiskEvent.Listed(long _, var files) -> new FileResult.Listed(files);
          case DiskEvent.Done _ -> new FileResult.Done();
          case DiskEvent.Failed failed -> new FileResult.Failed(failed.reason());
        };
    step(nowNanos, new KeyedLogInput.Operated(of.lane(), result));
  }

  private void operate(Lane lane, FileOperation operation) {
    asked++;
    long ticket = owner << OWNER_SHIFT | (asked & NUMBER_MASK);
    ByteBuffer into =
        operation instanceof FileOperation.Read read ? ByteBuffer.allocate(read.length()) : null;
    underWay.put(ticket, new Asked(lane, into));
    switch (operation) {
      case FileOperation.Read(String file, long offset, int _) ->
          disk.read(ticket, path(file), offset, Invariant.present(into, "a read has a buffer"));
      case FileOperation.ReadWhole(String file, int bytesMax) ->
          disk.read(ticket, path(file), bytesMax);
      case FileOperation.Write(String file, long offset, byte[] content) ->
          disk.write(ticket, path(file), offset, content);
      case FileOperation.Sync(String file) -> disk.sync(ticket, path(file));
      case FileOperation.SyncDirectory _ -> disk.syncDirectory(ticket, directory);
      case FileOperation.SyncParent _ -> disk.syncDirectory(ticket, Disk.ROOT);
      case FileOperation.List _ -> disk.list(ticket, directory);
      case FileOperation.Delete(String file) -> disk.delete(ticket, path(file));
    }
  }

  private String path(String file) {
    return directory + "/" + file;
  }
}
