package dev.dcore.sim.persistence;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.DiskFile;
import dev.dcore.sim.persistence.SimLanes.Kind;
import dev.dcore.sim.time.EventQueue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The [Disk] of one process. An operation happens when it completes, and each completes by itself,
/// so that a crash can fall between any two.
final class SimPort implements Disk {
  /// What was asked for and has not completed.
  ///
  /// @param names the files it waits for, and that wait for it
  /// @param bytes of a write, else 1
  /// @param carryOut does it when a crash comes first, so many bytes of it; null when it changes
  ///   nothing
  private record Pending(List<String> names, int bytes, @Nullable IntConsumer carryOut) {}

  private final SimDisk disk;
  private final SimNames names;
  private final EventQueue queue;
  private final DiskLuck luck;
  private final Consumer<DiskEvent> sink;
  private final SimLanes lanes = new SimLanes();
  private final Map<Long, Pending> pending = new LinkedHashMap<>();
  private boolean closed;

  SimPort(SimDisk disk, EventQueue queue, DiskLuck luck, Consumer<DiskEvent> sink) {
    this.disk = disk;
    this.names = disk.names();
    this.queue = queue;
    this.luck = luck;
    this.sink = sink;
  }

  @Override
  public ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes);
  }

  @Override
  public void read(long ticket, String name, int bytesMax) {
    observe(
        Kind.MOVE,
        name,
        _ -> {
          SimFile file = names.find(name);
          long length = file == null ? 0 : file.length();
          if (length > bytesMax) {
            return failed(ticket, name, "it has " + length + " bytes, more than " + bytesMax);
          }
          if (file == null ? luck.readFails(name) : unreadable(name, file, 0, length)) {
            return failed(ticket, name, "input/output error");
          }
          byte[] bytes = file == null ? new byte[0] : file.read(0, (int) length);
          return new DiskEvent.Read(ticket, bytes);
        });
  }

  @Override
  public void read(long ticket, String name, long offset, ByteBuffer into) {
    ByteBuffer target = into.duplicate();
    observe(
        Kind.MOVE,
        name,
        _ -> {
          SimFile file = names.find(name);
          long there = file == null ? 0 : file.length() - offset;
          int count = (int) Math.clamp(there, 0L, target.remaining());
          if (file == null ? luck.readFails(name) : unreadable(name, file, offset, count)) {
            return failed(ticket, name, "input/output error");
          }
          if (file != null) {
            target.put(file.read(offset, count));
          }
          return new DiskEvent.Filled(ticket, count);
        });
  }

  @Override
  public void write(long ticket, String name, long offset, ByteBuffer bytes) {
    ByteBuffer source = bytes.duplicate();
    byte[] asked = new byte[source.remaining()];
    source.get(asked).flip().position(bytes.position());
    long ordinal = disk.nextOrdinal();
    submit(
        ordinal,
        Kind.MOVE,
        new Pending(
            List.of(name), asked.length, count -> write(ordinal, name, offset, asked, count)),
        () -> {
          Invariant.check(
              source.equals(ByteBuffer.wrap(asked)),
              "a buffer belongs to the write until that completes");
          if (luck.writeFails(name)) {
            write(ordinal, name, offset, asked, luck.partOf(name, asked.length));
            return failed(ticket, name, "input/output error");
          }
          long missing = missingBytes(name, offset + asked.length);
          int fits = (int) Math.clamp(asked.length - missing, 0L, asked.length);
          write(ordinal, name, offset, asked, fits);
          return missing > 0 ? full(ticket, name) : new DiskEvent.Done(ticket);
        });
  }

  private void write(long ordinal, String name, long offset, byte[] bytes, int count) {
    if (count > 0 || bytes.length == 0) {
      byte[] part = count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
      SimFile file = names.findOrMake(name);
      file.write(ordinal, offset, part);
      file.mend(offset / disk.sectorBytes(), (offset + count) / disk.sectorBytes());
    }
  }

  @Override
  public void reserve(long ticket, String name, long bytes) {
    change(
        Kind.MOVE,
        ticket,
        List.of(name),
        ordinal -> {
          SimFile file = names.findOrMake(name);
          long missing = missingBytes(name, bytes);
          file.resize(ordinal, Math.max(file.length(), bytes - missing));
          return missing > 0 ? full(ticket, name) : new DiskEvent.Done(ticket);
        });
  }

  @Override
  public void truncate(long ticket, String name, long bytes) {
    change(
        Kind.BARRIER,
        ticket,
        List.of(name),
        ordinal -> {
          SimFile file = names.find(name);
          if (file != null) {
            file.resize(ordinal, Math.min(file.length(), bytes));
          }
          return new DiskEvent.Done(ticket);
        });
  }

  @Override
  public void rename(long ticket, String from, String to) {
    change(
        Kind.BARRIER,
        ticket,
        List.of(from, to),
        _ ->
            names.rename(from, to)
                ? new DiskEvent.Done(ticket)
                : failed(ticket, from, "no such file"));
  }

  @Override
  public void delete(long ticket, String name) {
    change(
        Kind.BARRIER,
        ticket,
        List.of(name),
        _ -> {
          names.delete(name);
          return new DiskEvent.Done(ticket);
        });
  }

  @Override
  public void list(long ticket, String directory) {
    observe(
        Kind.BARRIER,
        lane(directory),
        _ -> {
          if (luck.readFails(directory)) {
            return failed(ticket, directory, "input/output error");
          }
          List<DiskFile> found = new ArrayList<>();
          names
              .visible()
              .forEach(
                  (name, file) -> {
                    if (SimNames.directory(name).equals(directory)) {
                      String last = name.substring(name.indexOf('/') + 1);
                      found.add(new DiskFile(last, file.length()));
                    }
                  });
          return new DiskEvent.Listed(ticket, found);
        });
  }

  @Override
  public void sync(long ticket, String name) {
    observe(
        Kind.SYNC,
        name,
        ordinal -> {
          SimFile file = names.find(name);
          if (luck.syncFails(name)) {
            long dropped = file == null ? 0 : file.failSync(ordinal, luck.kept());
            luck.counts().add(DiskFault.CHANGE_DROPPED, dropped);
            return failed(ticket, name, "input/output error");
          }
          if (file == null) {
            return failed(ticket, name, "no such file");
          }
          new SyncRot(disk, luck).sync(file, ordinal);
          return new DiskEvent.Done(ticket);
        });
  }

  @Override
  public void syncDirectory(long ticket, String directory) {
    long upTo = names.serial();
    observe(
        Kind.SYNC,
        lane(directory),
        _ -> {
          if (luck.directorySyncFails(directory)) {
            return failed(ticket, directory, "input/output error");
          }
          if (!names.exists(directory)) {
            return failed(ticket, directory, "no such directory");
          }
          names.sync(directory, upTo);
          return new DiskEvent.Done(ticket);
        });
  }

  /// Nothing completes any more.
  void close() {
    closed = true;
  }

  /// The process has ended: some of what was under way is carried out, on each file in order.
  ///
  /// @return how many operations
  int carryOutSome(PowerLoss fate) {
    Set<String> stopped = new TreeSet<>();
    int done = 0;
    for (Pending each : pending.values()) {
      IntConsumer carryOut = each.carryOut();
      if (carryOut != null) {
        boolean possible = each.names().stream().noneMatch(stopped::contains);
        int bytes = possible ? fate.underWay(each.bytes()) : 0;
        if (bytes > 0) {
          carryOut.accept(bytes);
          done++;
        }
        if (bytes < each.bytes()) {
          stopped.addAll(each.names());
        }
      }
    }
    pending.clear();
    return done;
  }

  private interface Work {
    DiskEvent run(long ordinal);
  }

  /// An operation that leaves nothing when a crash comes first.
  private void observe(Kind kind, String name, Work work) {
    long ordinal = disk.nextOrdinal();
    submit(ordinal, kind, new Pending(List.of(name), 1, null), () -> work.run(ordinal));
  }

  private void change(Kind kind, long ticket, List<String> files, Work work) {
    long ordinal = disk.nextOrdinal();
    submit(
        ordinal,
        kind,
        new Pending(files, 1, _ -> work.run(ordinal)),
        () ->
            luck.writeFails(files.getFirst())
                ? failed(ticket, files.getFirst(), "input/output error")
                : work.run(ordinal));
  }

  private void submit(long ordinal, Kind kind, Pending operation, Supplier<DiskEvent> work) {
    if (closed) {
      return;
    }
    long begin = queue.nowNanos();
    for (String name : operation.names()) {
      begin = Math.max(begin, lanes.beginNanos(kind, name, queue.nowNanos()));
    }
    long end = begin + luck.latencyNanos();
    for (String name : operation.names()) {
      lanes.occupy(kind, name, end, queue.nowNanos());
    }
    pending.put(ordinal, operation);
    queue.at(
        end,
        () -> {
          if (!closed) {
            pending.remove(ordinal);
            DiskEvent event = work.get();
            disk.onCompleted(event);
            sink.accept(event);
          }
        });
  }

  private boolean unreadable(String name, SimFile file, long offset, long count) {
    boolean readable =
        count == 0
            || file.readable(
                offset / disk.sectorBytes(), (offset + count - 1) / disk.sectorBytes());
    luck.counts().add(DiskFault.READ_FAILED, readable ? 0 : 1);
    return luck.readFails(name) || !readable;
  }

  private long missingBytes(String name, long length) {
    SimFile file = names.find(name);
    long growth = Math.max(0, length - (file == null ? 0 : file.length()));
    return Math.max(0, growth - disk.spaceBytes());
  }

  private DiskEvent full(long ticket, String name) {
    luck.counts().add(DiskFault.FULL);
    return new DiskEvent.Failed(ticket, name + ": no space left on device", true);
  }

  /// Operations on a directory wait for each other, and not for those on its files.
  private static String lane(String directory) {
    return directory + "/";
  }

  private static DiskEvent failed(long ticket, String name, String reason) {
    return new DiskEvent.Failed(ticket, (name.isEmpty() ? "." : name) + ": " + reason);
  }
}
