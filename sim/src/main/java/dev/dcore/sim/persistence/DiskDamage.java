package dev.dcore.sim.persistence;

import dev.dcore.kernel.base.Choice;
import dev.dcore.kernel.base.Choices;
import dev.dcore.kernel.base.Invariant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Damages what is on a [SimDisk], as worn or badly made disks do between two starts. Reads see it
/// at once. Nobody has to be told but whoever checks that it is found.
public final class DiskDamage {
  /// What was done.
  ///
  /// @param offset of the first byte that may differ
  /// @param bytes how many may
  public record Done(DiskFault fault, String file, long offset, int bytes) {}

  private static final List<DiskFault> KINDS =
      List.of(
          DiskFault.BIT_FLIPPED,
          DiskFault.SECTOR_ZEROED,
          DiskFault.SECTOR_DUPLICATED,
          DiskFault.SECTORS_SWAPPED,
          DiskFault.SECTOR_MISDIRECTED);

  private final SimNames names;
  private final int sectorBytes;
  private final DiskCounts counts;

  DiskDamage(SimNames names, int sectorBytes, DiskCounts counts) {
    this.names = names;
    this.sectorBytes = sectorBytes;
    this.counts = counts;
  }

  /// Flips bits of one byte.
  ///
  /// @param mask the bits
  public Done flip(String name, long offset, int mask) {
    SimFile file = file(name);
    Invariant.check(offset >= 0 && offset < file.length(), "the byte lies in the file");
    file.each(bytes -> bytes.flip(offset, mask));
    return done(DiskFault.BIT_FLIPPED, name, offset, 1);
  }

  /// A sector becomes zeros.
  public Done zero(String name, long sector) {
    return put(DiskFault.SECTOR_ZEROED, name, sector, new byte[sectorBytes]);
  }

  /// A sector is written once more over another one of the file.
  public Done duplicate(String name, long from, long to) {
    return put(DiskFault.SECTOR_DUPLICATED, name, to, sector(name, from));
  }

  /// A sector is written over one of another file.
  public Done misdirect(String fromName, long from, String toName, long to) {
    return put(DiskFault.SECTOR_MISDIRECTED, toName, to, sector(fromName, from));
  }

  /// Two sectors of a file change places.
  public Done swap(String name, long first, long second) {
    byte[] kept = sector(name, first);
    write(name, first, sector(name, second));
    write(name, second, kept);
    long low = Math.min(first, second) * sectorBytes;
    long high = (Math.max(first, second) + 1) * sectorBytes;
    return done(DiskFault.SECTORS_SWAPPED, name, low, (int) (high - low));
  }

  /// Reads of this sector fail until it is written over.
  public void breakSector(String name, long sector) {
    file(name).breakSector(sector);
  }

  /// Damage of any kind anywhere; null when it happened to change nothing.
  ///
  /// @param files those that may be hit, none of them empty
  public @Nullable Done byChance(Choices choices, List<String> files) {
    Choice kind = choices.choice("damage-kind");
    Choice place = choices.choice("damage-place");
    DiskFault fault = KINDS.get(kind.below(KINDS.size()));
    String name = files.get(place.below(files.size()));
    String other = files.get(place.below(files.size()));
    long at = place.below((int) file(name).length());
    long sector = at / sectorBytes;
    long another = place.below(sectors(name));
    byte[] before = content(name);
    Done done =
        switch (fault) {
          case SECTOR_ZEROED -> zero(name, sector);
          case SECTOR_DUPLICATED -> duplicate(name, another, sector);
          case SECTORS_SWAPPED -> swap(name, another, sector);
          case SECTOR_MISDIRECTED -> misdirect(other, place.below(sectors(other)), name, sector);
          default -> flip(name, at, 1 << place.below(Byte.SIZE));
        };
    return Arrays.equals(before, content(name)) ? null : done;
  }

  private Done put(DiskFault fault, String name, long sector, byte[] bytes) {
    return done(fault, name, sector * sectorBytes, write(name, sector, bytes));
  }

  /// @return how many bytes of the file the sector holds
  private int write(String name, long sector, byte[] bytes) {
    SimFile file = file(name);
    long offset = sector * sectorBytes;
    int count = (int) Math.min(sectorBytes, file.length() - offset);
    Invariant.check(count > 0, "the sector lies in the file");
    file.each(content -> content.write(offset, bytes, 0, count));
    return count;
  }

  private byte[] sector(String name, long sector) {
    return file(name).read(sector * sectorBytes, sectorBytes);
  }

  private int sectors(String name) {
    return (int) ((file(name).length() + sectorBytes - 1) / sectorBytes);
  }

  private byte[] content(String name) {
    return file(name).read(0, (int) file(name).length());
  }

  private Done done(DiskFault fault, String name, long offset, int bytes) {
    counts.add(fault);
    return new Done(fault, name, offset, bytes);
  }

  private SimFile file(String name) {
    return Invariant.present(names.find(name), "there is a file " + name);
  }
}
