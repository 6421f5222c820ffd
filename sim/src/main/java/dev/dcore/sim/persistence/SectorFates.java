package dev.dcore.sim.persistence;

import dev.dcore.sim.persistence.SimFile.Change;
import java.util.SortedSet;
import java.util.TreeSet;

/// Carries out on the files of one disk what a [PowerLoss] decides, and counts what became of it.
final class SectorFates {
  private final PowerLoss fate;
  private final int sectorBytes;
  private final long lastWrite;
  private final DiskCounts counts;
  private boolean lostBefore;

  /// @param lastWrite its ordinal, of all writes to the disk
  SectorFates(PowerLoss fate, int sectorBytes, long lastWrite, DiskCounts counts) {
    this.fate = fate;
    this.sectorBytes = sectorBytes;
    this.lastWrite = lastWrite;
    this.counts = counts;
  }

  /// From then on the file holds what survived.
  void losePower(String name, SimFile file) {
    SortedSet<Long> behind = new TreeSet<>();
    SimBytes durable = file.durable();
    long length = durable.length();
    boolean lengthsLost = false;
    for (Change change : file.changes()) {
      switch (change) {
        case Change.Written written -> write(name, durable, written, behind);
        case Change.Resized(long _, long bytes) -> {
          if (!lengthsLost && fate.lengthKept(name, bytes)) {
            length = bytes;
            durable.resize(bytes);
          } else {
            lengthsLost = true;
            counts.add(DiskFault.LENGTH_LOST);
          }
        }
      }
    }
    durable.resize(length);
    file.settle();
  }

  /// @param behind the sectors that stay as they are, since they lost an earlier change
  private void write(
      String name, SimBytes durable, Change.Written written, SortedSet<Long> behind) {
    byte[] bytes = written.bytes();
    int from = 0;
    while (from < bytes.length) {
      long offset = written.offset() + from;
      long sector = offset / sectorBytes;
      int count = (int) Math.min(bytes.length - from, (sector + 1) * sectorBytes - offset);
      if (!behind.contains(sector)) {
        int kept =
            fate.kept(
                new PowerLoss.Piece(name, sector, from, count, written.ordinal() == lastWrite));
        durable.write(offset, bytes, from, kept);
        if (kept < count) {
          behind.add(sector);
        }
        count(kept, count);
      }
      from += count;
    }
  }

  private void count(int kept, int of) {
    if (kept == of) {
      counts.add(DiskFault.REORDERED, lostBefore ? 1 : 0);
      return;
    }
    counts.add(kept == 0 ? DiskFault.SECTOR_LOST : DiskFault.SECTOR_TORN);
    lostBefore = true;
  }
}
