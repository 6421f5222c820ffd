package dev.dcore.io.persistence;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The files that are open for writing, each once. A file stays open between a write and its sync:
/// Linux reports a failed write-back to those who had the file open, and once. Thread-safe.
final class OpenFiles {
  /// Protocols use fewer at a time; of more, those used longest ago are closed.
  private static final int FILES_MAX = 16;

  private static final class Entry {
    final FileChannel channel;
    int users;
    boolean dropped;

    Entry(FileChannel channel) {
      this.channel = channel;
    }
  }

  /// What is done with an open file.
  interface Use {
    void apply(FileChannel channel) throws IOException;
  }

  private final Path directory;
  private final Map<String, Entry> files = new LinkedHashMap<>(16, 0.75f, true);

  OpenFiles(Path directory) {
    this.directory = directory;
  }

  /// Makes the file, and its directory, if there is none.
  void use(String file, Use use) throws IOException {
    use(file, use, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  void useExisting(String file, Use use) throws IOException {
    use(file, use, StandardOpenOption.WRITE);
  }

  private void use(String file, Use use, OpenOption... options) throws IOException {
    Entry entry = acquire(file, options);
    boolean done = false;
    try {
      use.apply(entry.channel);
      done = true;
    } finally {
      release(file, entry, !done);
    }
  }

  /// Before a file is deleted, or renamed over another.
  synchronized void drop(String file) {
    Entry entry = files.remove(file);
    if (entry != null) {
      drop(entry);
    }
  }

  synchronized void close() {
    files.values().forEach(OpenFiles::drop);
    files.clear();
  }

  private synchronized Entry acquire(String file, OpenOption... options) throws IOException {
    Entry entry = files.get(file);
    if (entry == null) {
      entry = new Entry(open(file, options));
      files.put(file, entry);
      closeEldest(entry);
    }
    entry.users++;
    return entry;
  }

  private synchronized void release(String file, Entry entry, boolean broken) {
    entry.users--;
    if (broken && files.remove(file, entry)) {
      entry.dropped = true;
    }
    if (entry.dropped && entry.users == 0) {
      closeQuietly(entry.channel);
    }
  }

  private FileChannel open(String file, OpenOption... options) throws IOException {
    Path path = directory.resolve(file);
    Path parent = path.getParent();
    if (parent != null
        && !parent.equals(directory)
        && List.of(options).contains(StandardOpenOption.CREATE)) {
      Files.createDirectories(parent);
    }
    return FileChannel.open(path, options);
  }

  private void closeEldest(@Nullable Entry but) {
    Iterator<Entry> eldest = files.values().iterator();
    while (files.size() > FILES_MAX && eldest.hasNext()) {
      Entry entry = eldest.next();
      if (entry != but && entry.users == 0) {
        eldest.remove();
        drop(entry);
      }
    }
  }

  private static void drop(Entry entry) {
    entry.dropped = true;
    if (entry.users == 0) {
      closeQuietly(entry.channel);
    }
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // What counts was said by the sync before.
    }
  }
}
