package dev.dcore.sim.persistence;

import dev.dcore.kernel.base.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One file: what reads see, what the disk holds, and the changes between the two. A name is
/// something else ([SimNames]): a file that lost its name is gone.
final class SimFile {
  /// What was not synced yet.
  sealed interface Change {
    /// The number of the operation that made it; they grow.
    long ordinal();

    record Written(long ordinal, long offset, byte[] bytes) implements Change {}

    record Resized(long ordinal, long length) implements Change {}
  }

  private final SimBytes cached;
  private final SimBytes durable;
  private final List<Change> changes = new ArrayList<>();
  private final SortedSet<Long> unreadable = new TreeSet<>();

  SimFile() {
    this(new SimBytes());
  }

  private SimFile(SimBytes content) {
    this.cached = content;
    this.durable = content.copy();
  }

  /// A file that was synced with this content.
  static SimFile of(byte[] content) {
    SimBytes bytes = new SimBytes();
    bytes.write(0, content, 0, content.length);
    return new SimFile(bytes);
  }

  long length() {
    return cached.length();
  }

  byte[] read(long offset, int count) {
    return cached.read(offset, count);
  }

  void write(long ordinal, long offset, byte[] bytes) {
    long before = cached.length();
    cached.write(offset, bytes, 0, bytes.length);
    changes.add(new Change.Written(ordinal, offset, bytes));
    if (cached.length() > before) {
      changes.add(new Change.Resized(ordinal, cached.length()));
    }
  }

  void resize(long ordinal, long length) {
    if (length != cached.length()) {
      cached.resize(length);
      changes.add(new Change.Resized(ordinal, length));
    }
  }

  /// The changes of earlier operations are on the disk now.
  void sync(long beforeOrdinal) {
    for (Change change : covered(beforeOrdinal)) {
      persist(change);
    }
    covered(beforeOrdinal).clear();
  }

  /// The sectors that a sync would write.
  List<Long> coveredSectors(long beforeOrdinal, int sectorBytes) {
    SortedSet<Long> sectors = new TreeSet<>();
    for (Change change : covered(beforeOrdinal)) {
      if (change instanceof Change.Written(long _, long offset, byte[] bytes)) {
        for (long at = offset / sectorBytes; at * sectorBytes < offset + bytes.length; at++) {
          sectors.add(at);
        }
      }
    }
    return List.copyOf(sectors);
  }

  /// Of the changes that it should have covered, those that are not kept will never be on the disk:
  /// the system takes them for written.
  ///
  /// @return how many were dropped
  int failSync(long beforeOrdinal, Choice kept) {
    int dropped = 0;
    for (Change change : covered(beforeOrdinal)) {
      if (kept.chance(0.5)) {
        persist(change);
      } else {
        dropped++;
      }
    }
    covered(beforeOrdinal).clear();
    return dropped;
  }

  /// The part of the changes that a sync covers; they are in the order of their operations.
  private List<Change> covered(long beforeOrdinal) {
    int count = 0;
    while (count < changes.size() && changes.get(count).ordinal() < beforeOrdinal) {
      count++;
    }
    return changes.subList(0, count);
  }

  private void persist(Change change) {
    switch (change) {
      case Change.Written(long _, long offset, byte[] bytes) ->
          durable.write(offset, bytes, 0, bytes.length);
      case Change.Resized(long _, long length) -> durable.resize(length);
    }
  }

  /// The last write that is not synced.
  Change.@Nullable Written lastWrite() {
    for (Change change : changes.reversed()) {
      if (change instanceof Change.Written written) {
        return written;
      }
    }
    return null;
  }

  List<Change> changes() {
    return changes;
  }

  /// What the disk holds: from a power loss on, what reads see.
  SimBytes durable() {
    return durable;
  }

  /// What is on the disk is all there is.
  void settle() {
    changes.clear();
    cached.become(durable);
  }

  /// What is readable was on the disk as well; damage at rest changes both.
  void each(Consumer<SimBytes> change) {
    change.accept(cached);
    change.accept(durable);
  }

  /// Reads of this sector fail until it is written over.
  void breakSector(long sector) {
    unreadable.add(sector);
  }

  void mend(long firstSector, long lastSector) {
    unreadable.subSet(firstSector, lastSector + 1).clear();
  }

  boolean readable(long firstSector, long lastSector) {
    return unreadable.subSet(firstSector, lastSector + 1).isEmpty();
  }
}
