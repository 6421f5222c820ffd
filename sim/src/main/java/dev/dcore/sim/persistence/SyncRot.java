package dev.dcore.sim.persistence;

import dev.dcore.kernel.base.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A sync as a bad disk does it: now and then a sector goes elsewhere, or a bit of something old
/// flips. Reads serve what was written until the power goes, from the system's memory.
final class SyncRot {
  private final SimDisk disk;
  private final DiskLuck luck;

  SyncRot(SimDisk disk, DiskLuck luck) {
    this.disk = disk;
    this.luck = luck;
  }

  void sync(SimFile file, long beforeOrdinal) {
    if (luck.misdirects() && sectors(file) > 1) {
      misdirect(file, beforeOrdinal);
    } else {
      file.sync(beforeOrdinal);
    }
    if (luck.flips()) {
      flip();
    }
  }

  /// Of the sectors that the sync covers, one is written over another one of the file.
  private void misdirect(SimFile file, long beforeOrdinal) {
    List<Long> written = file.coveredSectors(beforeOrdinal, disk.sectorBytes());
    if (written.isEmpty()) {
      file.sync(beforeOrdinal);
      return;
    }
    Choice place = luck.place();
    long right = written.get(place.below(written.size())) * disk.sectorBytes();
    long wrong = (long) place.below(sectors(file)) * disk.sectorBytes();
    byte[] before = file.durable().read(right, disk.sectorBytes());
    file.sync(beforeOrdinal);
    byte[] after = file.durable().read(right, disk.sectorBytes());
    long length = file.durable().length();
    file.durable().write(right, before, 0, before.length);
    file.durable().write(wrong, after, 0, after.length);
    file.durable().resize(length);
    luck.onRot(
        DiskFault.SECTOR_MISDIRECTED,
        rot(DiskFault.SECTOR_MISDIRECTED, file, right, disk.sectorBytes()),
        rot(DiskFault.SECTOR_MISDIRECTED, file, wrong, disk.sectorBytes()));
  }

  private void flip() {
    List<SimFile> files = new ArrayList<>(disk.names().files());
    files.removeIf(file -> file.durable().length() == 0);
    if (!files.isEmpty()) {
      Choice place = luck.place();
      SimFile file = files.get(place.below(files.size()));
      int offset = place.below((int) file.durable().length());
      file.durable().flip(offset, 1 << place.below(Byte.SIZE));
      luck.onRot(DiskFault.BIT_FLIPPED, rot(DiskFault.BIT_FLIPPED, file, offset, 1));
    }
  }

  private DiskDamage.Done rot(DiskFault fault, SimFile file, long offset, int bytes) {
    String name = "";
    for (Map.Entry<String, SimFile> each : disk.names().visible().entrySet()) {
      name = each.getValue() == file ? each.getKey() : name;
    }
    return new DiskDamage.Done(fault, name, offset, bytes);
  }

  private int sectors(SimFile file) {
    return (int) ((file.length() + disk.sectorBytes() - 1) / disk.sectorBytes());
  }
}
