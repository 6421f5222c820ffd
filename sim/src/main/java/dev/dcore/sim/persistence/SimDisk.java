package dev.dcore.sim.persistence;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.DiskFile;
import dev.dcore.sim.time.EventQueue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A data directory that lies as real ones do: what was not synced is readable until the power
/// goes, and then each write of it is kept, torn or lost, by chance. It outlives the processes that
/// use it.
public final class SimDisk {
  private static final long LATENCY_MIN_NANOS = 50_000;
  private static final long LATENCY_MAX_NANOS = 5_000_000;

  private record Write(long offset, byte[] bytes) {}

  /// What reads see, what survives a power loss for sure, and the writes between the two.
  private static final class SimFile {
    byte[] cached = {};
    byte[] synced = {};
    final List<Write> unsynced = new ArrayList<>();
    boolean nameSynced;
  }

  private final EventQueue queue;
  private final Map<String, SimFile> files = new TreeMap<>();
  private final Map<String, Long> busyUntilNanos = new TreeMap<>();
  private final Choice latency;
  private final Choice fate;
  private final Choice tear;
  private final Choice failure;
  private final Set<String> broken = new TreeSet<>();
  private double failureProbability;
  private boolean failed;
  private int epoch;

  public SimDisk(EventQueue queue, Choices choices) {
    this.queue = queue;
    this.latency = choices.choice("latency");
    this.fate = choices.choice("unsynced-write-kept");
    this.tear = choices.choice("torn-at");
    this.failure = choices.choice("operation-fails");
  }

  /// Whether operations fail by chance, or one did for the process that uses it: what a process
  /// does about that it may do when they have ceased to.
  public boolean failing() {
    return failureProbability > 0 || failed;
  }

  /// From now on each operation fails with this probability.
  public void failWith(double probability) {
    failureProbability = probability;
  }

  /// From now on every operation on this file fails.
  public void breakFile(String name) {
    broken.add(name);
  }

  /// The port of the process that uses this disk from now on.
  public Disk open(Consumer<DiskEvent> sink) {
    failed = false;
    return new Port(sink);
  }

  /// The process that used it is gone, with the operations that had not completed.
  public void crash() {
    epoch++;
    busyUntilNanos.clear();
  }

  /// The power goes: of what was not synced, each write is kept, torn or lost.
  public void losePower() {
    crash();
    files.values().removeIf(file -> !file.nameSynced && fate.chance(0.5));
    for (SimFile file : files.values()) {
      byte[] survived = file.synced;
      for (Write write : file.unsynced) {
        if (fate.chance(0.5)) {
          int kept = fate.chance(0.5) ? write.bytes.length : tear.below(write.bytes.length + 1);
          survived = apply(survived, write.offset, Arrays.copyOf(write.bytes, kept));
        }
      }
      file.unsynced.clear();
      file.synced = survived;
      file.cached = survived.clone();
      file.nameSynced = true;
    }
  }

  /// Empties the directory, as a new disk in the machine.
  public void wipe() {
    crash();
    files.clear();
  }

  /// Flips one bit of what is on the disk, as a bad sector does.
  public void damage(String name, int byteOffset) {
    SimFile file = files.get(name);
    if (file != null && byteOffset < file.cached.length) {
      file.cached[byteOffset] ^= 1;
      file.synced = file.cached.clone();
      file.unsynced.clear();
    }
  }

  private SimFile file(String name) {
    return files.computeIfAbsent(name, ignored -> new SimFile());
  }

  private static String directoryOf(String file) {
    int slash = file.indexOf('/');
    return slash < 0 ? Disk.ROOT : file.substring(0, slash);
  }

  private static byte[] apply(byte[] content, long offset, byte[] bytes) {
    int start = Math.toIntExact(offset);
    int end = start + bytes.length;
    byte[] result = end <= content.length ? content : Arrays.copyOf(content, end);
    System.arraycopy(bytes, 0, result, start, bytes.length);
    return result;
  }

  private final class Port implements Disk {
    private final Consumer<DiskEvent> sink;

    Port(Consumer<DiskEvent> sink) {
      this.sink = sink;
    }

    @Override
    public ByteBuffer buffer(int bytes) {
      return ByteBuffer.allocate(bytes);
    }

    @Override
    public void read(long ticket, String name, int bytesMax) {
      complete(
          ticket,
          name,
          () -> {
            SimFile found = files.get(name);
            byte[] bytes = found == null ? new byte[0] : found.cached;
            return bytes.length > bytesMax
                ? new DiskEvent.Failed(ticket, name + ": larger than " + bytesMax + " bytes")
                : new DiskEvent.Read(ticket, bytes.clone());
          });
    }

    @Override
    public void read(long ticket, String name, long offset, ByteBuffer into) {
      complete(
          ticket,
          name,
          () -> {
            SimFile found = files.get(name);
            long there = found == null ? 0 : found.cached.length - offset;
            int length = (int) Math.clamp(there, 0L, into.remaining());
            if (found != null && length > 0) {
              into.put(into.position(), found.cached, (int) offset, length);
            }
            return new DiskEvent.Filled(ticket, length);
          });
    }

    @Override
    public void write(long ticket, String name, long offset, ByteBuffer bytes) {
      act(
          ticket,
          name,
          () -> {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(bytes.position(), copy);
            SimFile target = file(name);
            target.cached = apply(target.cached, offset, copy);
            target.unsynced.add(new Write(offset, copy));
          });
    }

    @Override
    public void reserve(long ticket, String name, long bytes) {
      act(
          ticket,
          name,
          () -> {
            SimFile target = file(name);
            int end = target.cached.length;
            byte[] zeros = new byte[(int) Math.max(0, bytes - end)];
            target.cached = apply(target.cached, end, zeros);
            target.unsynced.add(new Write(end, zeros));
          });
    }

    @Override
    public void truncate(long ticket, String name, long bytes) {
      act(
          ticket,
          name,
          () -> {
            SimFile target = files.get(name);
            if (target != null && target.cached.length > bytes) {
              target.cached = Arrays.copyOf(target.cached, (int) bytes);
              target.synced = target.cached.clone();
              target.unsynced.clear();
            }
          });
    }

    @Override
    public void rename(long ticket, String from, String to) {
      complete(
          ticket,
          from,
          () -> {
            SimFile moved = files.remove(from);
            if (moved == null) {
              return new DiskEvent.Failed(ticket, from + ": no such file");
            }
            files.put(to, moved);
            return new DiskEvent.Done(ticket);
          });
    }

    @Override
    public void delete(long ticket, String name) {
      act(ticket, name, () -> files.remove(name));
    }

    @Override
    public void list(long ticket, String directory) {
      complete(
          ticket,
          directory,
          () -> {
            List<DiskFile> found = new ArrayList<>();
            files.forEach(
                (name, file) -> {
                  if (directoryOf(name).equals(directory)) {
                    found.add(
                        new DiskFile(name.substring(name.indexOf('/') + 1), file.cached.length));
                  }
                });
            return new DiskEvent.Listed(ticket, found);
          });
    }

    @Override
    public void sync(long ticket, String name) {
      complete(
          ticket,
          name,
          () -> {
            SimFile target = files.get(name);
            if (target == null) {
              return new DiskEvent.Failed(ticket, name + ": no such file");
            }
            for (Write write : target.unsynced) {
              target.synced = apply(target.synced, write.offset, write.bytes);
            }
            target.unsynced.clear();
            return new DiskEvent.Done(ticket);
          });
    }

    @Override
    public void syncDirectory(long ticket, String directory) {
      act(
          ticket,
          directory,
          () ->
              files.forEach(
                  (name, file) -> file.nameSynced |= directoryOf(name).equals(directory)));
    }

    private void act(long ticket, String file, Runnable action) {
      complete(
          ticket,
          file,
          () -> {
            action.run();
            return new DiskEvent.Done(ticket);
          });
    }

    /// Operations on one file complete in the order in which they were asked for.
    private void complete(long ticket, String file, Supplier<DiskEvent> operation) {
      long earliest = Math.max(busyUntilNanos.getOrDefault(file, 0L), queue.nowNanos());
      long at = earliest + latency.between(LATENCY_MIN_NANOS, LATENCY_MAX_NANOS);
      busyUntilNanos.put(file, at);
      int asked = epoch;
      queue.at(
          at,
          () -> {
            if (asked == epoch) {
              boolean fails = broken.contains(file) || failure.chance(failureProbability);
              failed |= fails;
              sink.accept(
                  fails
                      ? new DiskEvent.Failed(ticket, file + ": input/output error")
                      : operation.get());
            }
          });
    }
  }
}
