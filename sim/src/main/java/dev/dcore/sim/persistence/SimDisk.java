package dev.dcore.sim.persistence;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.sim.time.EventQueue;
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
  private int epoch;

  public SimDisk(EventQueue queue, Choices choices) {
    this.queue = queue;
    this.latency = choices.choice("latency");
    this.fate = choices.choice("unsynced-write-kept");
    this.tear = choices.choice("torn-at");
    this.failure = choices.choice("operation-fails");
  }

  /// Whether operations fail now, by chance.
  public boolean failing() {
    return failureProbability > 0;
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
      file.cached = survived;
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
      file.cached = file.cached.clone();
      file.cached[byteOffset] ^= 1;
      file.synced = file.cached;
      file.unsynced.clear();
    }
  }

  private static byte[] apply(byte[] content, long offset, byte[] bytes) {
    int end = Math.toIntExact(offset + bytes.length);
    byte[] result = Arrays.copyOf(content, Math.max(content.length, end));
    System.arraycopy(bytes, 0, result, Math.toIntExact(offset), bytes.length);
    return result;
  }

  private final class Port implements Disk {
    private static final String DIRECTORY = ".";
    private final Consumer<DiskEvent> sink;

    Port(Consumer<DiskEvent> sink) {
      this.sink = sink;
    }

    @Override
    public void read(long ticket, String file, int bytesMax) {
      complete(
          ticket,
          file,
          () -> {
            SimFile found = files.get(file);
            byte[] bytes = found == null ? new byte[0] : found.cached;
            return bytes.length > bytesMax
                ? new DiskEvent.Failed(ticket, file + ": larger than " + bytesMax + " bytes")
                : new DiskEvent.Read(ticket, bytes.clone());
          });
    }

    @Override
    public void write(long ticket, String file, long offset, byte[] bytes) {
      complete(
          ticket,
          file,
          () -> {
            SimFile target = files.computeIfAbsent(file, name -> new SimFile());
            target.cached = apply(target.cached, offset, bytes);
            target.unsynced.add(new Write(offset, bytes));
            return new DiskEvent.Done(ticket);
          });
    }

    @Override
    public void sync(long ticket, String file) {
      complete(
          ticket,
          file,
          () -> {
            SimFile target = files.get(file);
            if (target == null) {
              return new DiskEvent.Failed(ticket, file + ": no such file");
            }
            target.synced = target.cached;
            target.unsynced.clear();
            return new DiskEvent.Done(ticket);
          });
    }

    @Override
    public void syncDirectory(long ticket) {
      complete(
          ticket,
          DIRECTORY,
          () -> {
            files.values().forEach(file -> file.nameSynced = true);
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
              sink.accept(
                  broken.contains(file) || failure.chance(failureProbability)
                      ? new DiskEvent.Failed(ticket, file + ": input/output error")
                      : operation.get());
            }
          });
    }
  }
}
