package dev.dcore.sim.persistence;

import dev.dcore.kernel.persistence.Disk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The names in a data directory and its subdirectories: those that are seen, those that the disk
/// holds, and the changes between the two, each of which may be lost by itself.
final class SimNames {
  /// What was not synced yet.
  ///
  /// @param serial which change it is
  /// @param directory whose sync covers it
  private record Change(long serial, String directory, Kind kind, String name, SimFile file) {}

  private sealed interface Kind {
    record Made() implements Kind {}

    record Deleted() implements Kind {}

    record Renamed(String from) implements Kind {}

    record DirectoryMade() implements Kind {}
  }

  private final SortedMap<String, SimFile> visible = new TreeMap<>();
  private final SortedMap<String, SimFile> durable = new TreeMap<>();
  private final SortedSet<String> directories = new TreeSet<>(List.of(Disk.ROOT));
  private final SortedSet<String> durableDirectories = new TreeSet<>(List.of(Disk.ROOT));
  private final List<Change> changes = new ArrayList<>();
  private long serial;

  static String directory(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? Disk.ROOT : name.substring(0, slash);
  }

  @Nullable SimFile find(String name) {
    return visible.get(name);
  }

  Collection<SimFile> files() {
    return visible.values();
  }

  /// The files that are seen, by their names.
  SortedMap<String, SimFile> visible() {
    return visible;
  }

  SimFile findOrMake(String name) {
    SimFile file = visible.get(name);
    if (file == null) {
      file = new SimFile();
      visible.put(name, file);
      makeDirectory(directory(name));
      change(directory(name), new Kind.Made(), name, file);
    }
    return file;
  }

  /// As if it had been there for long.
  void load(String name, byte[] content) {
    SimFile file = SimFile.of(content);
    visible.put(name, file);
    durable.put(name, file);
    directories.add(directory(name));
    durableDirectories.add(directory(name));
  }

  /// @return false when there is no such file
  boolean rename(String from, String to) {
    SimFile file = visible.remove(from);
    if (file == null) {
      return false;
    }
    visible.put(to, file);
    makeDirectory(directory(to));
    change(directory(to), new Kind.Renamed(from), to, file);
    return true;
  }

  void delete(String name) {
    SimFile file = visible.remove(name);
    if (file != null) {
      change(directory(name), new Kind.Deleted(), name, file);
    }
  }

  void clear() {
    visible.clear();
    durable.clear();
    changes.clear();
    directories.retainAll(List.of(Disk.ROOT));
    durableDirectories.retainAll(List.of(Disk.ROOT));
  }

  boolean exists(String directory) {
    return directories.contains(directory);
  }

  /// How many changes there were so far.
  long serial() {
    return serial;
  }

  /// These changes are on the disk now.
  ///
  /// @param upTo later ones are not covered
  void sync(String directory, long upTo) {
    changes.removeIf(
        change -> {
          boolean covered = covers(change, directory, upTo);
          if (covered) {
            persist(change);
          }
          return covered;
        });
  }

  /// @return how many changes were lost
  int losePower(PowerLoss fate) {
    int lost = 0;
    for (Change change : changes) {
      if (fate.nameKept(change.name())) {
        persist(change);
      } else {
        lost++;
      }
    }
    changes.clear();
    durable.keySet().removeIf(name -> !durableDirectories.contains(directory(name)));
    visible.clear();
    visible.putAll(durable);
    directories.retainAll(durableDirectories);
    return lost;
  }

  private static boolean covers(Change change, String directory, long upTo) {
    return change.serial() <= upTo && change.directory().equals(directory);
  }

  private void makeDirectory(String directory) {
    if (directories.add(directory)) {
      change(Disk.ROOT, new Kind.DirectoryMade(), directory, new SimFile());
    }
  }

  private void change(String directory, Kind kind, String name, SimFile file) {
    serial++;
    changes.add(new Change(serial, directory, kind, name, file));
  }

  private void persist(Change change) {
    switch (change.kind()) {
      case Kind.Made _ -> durable.put(change.name(), change.file());
      case Kind.Deleted _ -> durable.remove(change.name(), change.file());
      case Kind.Renamed(String from) -> {
        durable.remove(from, change.file());
        durable.put(change.name(), change.file());
      }
      case Kind.DirectoryMade _ -> durableDirectories.add(change.name());
    }
  }
}
