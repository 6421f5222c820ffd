package dev.dcore.sim.persistence;

import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.sim.persistence.SimFile.Change;
import dev.dcore.sim.time.EventQueue;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A data directory that lies as real ones do. It outlives the processes that use it.
///
/// - What was not synced is readable until the power goes. Then each sector of it is kept, lost or
///   torn at any byte by itself, as are lengths of files, and names until their directory is synced
///   ([PowerLoss]).
/// - An operation that a crash finds under way may have been carried out, a write in part.
/// - Reads, writes and syncs fail when told to ([DiskFaults]). After a failed sync some changes are
///   readable and will never be on the disk, however often it is synced again.
/// - It fills up, it stalls, bits rot, sectors are written elsewhere ([DiskDamage]).
///
/// Every draw is labelled and has a quiet value; without faults and crashes it does what any disk
/// does. Confined to the thread of its event queue.
public final class SimDisk {
  /// What most disks write as a whole.
  public static final int SECTOR_BYTES = 512;

  private final EventQueue queue;
  private final int sectorBytes;
  private final SimNames names = new SimNames();
  private final DiskCounts counts = new DiskCounts();
  private final RandomPowerLoss random;
  private final DiskDamage damage;
  private final DiskLuck luck;
  private @Nullable SimPort port;
  private long ordinal;
  private long completed;
  private boolean failed;
  private long capacityBytes = Long.MAX_VALUE;

  public SimDisk(EventQueue queue, Choices choices) {
    this(queue, choices, SECTOR_BYTES);
  }

  /// @param sectorBytes what survives a power loss by itself; 4,096 on some disks
  public SimDisk(EventQueue queue, Choices choices, int sectorBytes) {
    Invariant.check(sectorBytes > 0, "a sector has bytes");
    this.queue = queue;
    this.sectorBytes = sectorBytes;
    this.random = new RandomPowerLoss(choices);
    this.damage = new DiskDamage(names, sectorBytes, counts);
    this.luck = new DiskLuck(choices, counts);
  }

  /// The port of the process that uses this disk from now on; any other is gone.
  public Disk open(Consumer<DiskEvent> sink) {
    detach();
    failed = false;
    SimPort opened = new SimPort(this, queue, luck, sink);
    port = opened;
    return opened;
  }

  /// Whether operations fail by chance, or one did for the process that uses it: what a process
  /// does about that it may do when they have ceased to.
  public boolean failing() {
    return luck.failing() || failed;
  }

  /// From now on each operation fails with this probability.
  public void failWith(double probability) {
    luck.set(DiskFaults.failing(probability));
  }

  /// From now on operations fail as this says.
  public void failWith(DiskFaults faults) {
    luck.set(faults);
  }

  /// From now on every operation on this file fails.
  public void breakFile(String name) {
    luck.breakFile(name);
  }

  /// From now on files may take so many bytes in all, reserved ones as well.
  public void capacity(long bytes) {
    capacityBytes = bytes;
  }

  /// From now on files may grow by so many bytes in all.
  public void leave(long spareBytes) {
    capacity(usedBytes() + spareBytes);
  }

  /// The process that used it is gone; of the operations that had not completed, some were carried
  /// out, at most one on each file in part.
  public void kill() {
    kill(random.next());
    counts.add(DiskFault.KILLED);
  }

  /// The power goes: what was not synced is kept, torn or lost by chance.
  public void losePower() {
    losePower(random.next());
  }

  /// The power goes.
  ///
  /// @param fate what survives
  public void losePower(PowerLoss fate) {
    kill(fate);
    counts.add(DiskFault.POWER_LOST);
    counts.add(DiskFault.NAME_LOST, names.losePower(fate));
    Change.Written last = lastWrite();
    long lastOrdinal = last == null ? 0 : last.ordinal();
    SectorFates fates = new SectorFates(fate, sectorBytes, lastOrdinal, counts);
    names.visible().forEach(fates::losePower);
  }

  /// Empties the directory, as a new disk in the machine.
  public void wipe() {
    detach();
    names.clear();
  }

  /// Damages what is on it.
  public DiskDamage damage() {
    return damage;
  }

  /// What happened so far.
  public DiskCounts counts() {
    return counts;
  }

  /// What syncs damaged of what they should have kept, or of something else, by the names that
  /// files had then.
  public List<DiskDamage.Done> rots() {
    return luck.rots();
  }

  /// How many operations completed, with or without success.
  public long completed() {
    return completed;
  }

  /// The bytes of the last write that is not synced; 0 when there is none.
  public int lastWriteBytes() {
    Change.Written last = lastWrite();
    return last == null ? 0 : last.bytes().length;
  }

  /// The files as reads see them, with their content.
  public SortedMap<String, byte[]> image() {
    SortedMap<String, byte[]> image = new TreeMap<>();
    names
        .visible()
        .forEach((name, file) -> image.put(name, file.read(0, Math.toIntExact(file.length()))));
    return image;
  }

  /// Replaces all files; these are as if synced long ago.
  public void load(Map<String, byte[]> image) {
    wipe();
    image.forEach(names::load);
  }

  SimNames names() {
    return names;
  }

  int sectorBytes() {
    return sectorBytes;
  }

  long nextOrdinal() {
    return ++ordinal;
  }

  void onCompleted(DiskEvent event) {
    completed++;
    failed |= event instanceof DiskEvent.Failed;
  }

  /// How many bytes files can still grow.
  long spaceBytes() {
    if (capacityBytes == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    return Math.max(0, capacityBytes - usedBytes());
  }

  private long usedBytes() {
    return names.files().stream().mapToLong(SimFile::length).sum();
  }

  private void kill(PowerLoss fate) {
    SimPort ended = detach();
    if (ended != null) {
      counts.add(DiskFault.UNDER_WAY_DONE, ended.carryOutSome(fate));
    }
  }

  private @Nullable SimPort detach() {
    SimPort ended = port;
    port = null;
    if (ended != null) {
      ended.close();
    }
    return ended;
  }

  private Change.@Nullable Written lastWrite() {
    Change.Written latest = null;
    for (SimFile file : names.files()) {
      Change.Written last = file.lastWrite();
      if (last != null && (latest == null || last.ordinal() > latest.ordinal())) {
        latest = last;
      }
    }
    return latest;
  }
}
