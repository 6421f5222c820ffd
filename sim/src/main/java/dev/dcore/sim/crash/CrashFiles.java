package dev.dcore.sim.crash;

import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.DiskFile;
import java.io.IOException;
import java.util.List;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/// The files of a [CrashMachine], for a storage that waits for each operation. What each of them
/// promises is said at [Disk].
///
/// Each call throws [IOException] when the disk failed, and [Crashed] when the process ends.
public final class CrashFiles {
  private final CrashMachine machine;
  private final Disk disk;
  private @Nullable DiskEvent completed;
  private long tickets;

  CrashFiles(CrashMachine machine) {
    this.machine = machine;
    this.disk = machine.open(event -> completed = event);
  }

  /// The whole file; empty when there is none.
  public byte[] read(String file) throws IOException {
    DiskEvent event = run((port, ticket) -> port.read(ticket, file, Integer.MAX_VALUE));
    if (event instanceof DiskEvent.Read(long _, byte[] bytes)) {
      return bytes;
    }
    throw new IllegalStateException("a read ends with what was read");
  }

  public void write(String file, long offset, byte[] bytes) throws IOException {
    run((port, ticket) -> port.write(ticket, file, offset, bytes.clone()));
  }

  public void truncate(String file, long bytes) throws IOException {
    run((port, ticket) -> port.truncate(ticket, file, bytes));
  }

  public void reserve(String file, long bytes) throws IOException {
    run((port, ticket) -> port.reserve(ticket, file, bytes));
  }

  public void sync(String file) throws IOException {
    run((port, ticket) -> port.sync(ticket, file));
  }

  public void syncDirectory(String directory) throws IOException {
    run((port, ticket) -> port.syncDirectory(ticket, directory));
  }

  public void rename(String from, String to) throws IOException {
    run((port, ticket) -> port.rename(ticket, from, to));
  }

  public void delete(String file) throws IOException {
    run((port, ticket) -> port.delete(ticket, file));
  }

  public List<DiskFile> list(String directory) throws IOException {
    DiskEvent event = run((port, ticket) -> port.list(ticket, directory));
    if (event instanceof DiskEvent.Listed(long _, List<DiskFile> files)) {
      return files;
    }
    throw new IllegalStateException("a listing ends with what was listed");
  }

  private DiskEvent run(ObjLongConsumer<Disk> operation) throws IOException {
    completed = null;
    operation.accept(disk, ++tickets);
    machine.await(() -> completed != null);
    DiskEvent event = completed;
    if (event == null) {
      throw new IllegalStateException("what was awaited has come");
    }
    if (event instanceof DiskEvent.Failed(long _, String reason, boolean _)) {
      throw new IOException(reason);
    }
    return event;
  }
}
