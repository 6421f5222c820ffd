package dev.dcore.io.persistence;

import dev.dcore.io.persistence.DiskWorkers.Kind;
import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The files of one data directory, on two threads of its own ([DiskWorkers]) that end when they
/// have had nothing to do for a while.
public final class FileDisk implements Disk {
  /// Operations that wait for the threads. Protocols have a handful under way each; this many means
  /// that the disk stalls, and what comes on top fails.
  public static final int OPERATIONS_MAX = 1_024;

  /// A reservation is written in pieces of this size.
  private static final int ZEROS_BYTES = 1 << 20;

  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(ZEROS_BYTES);

  private final Path directory;
  private final Consumer<DiskEvent> sink;
  private final DiskWorkers workers;
  private final OpenFiles open;

  private interface Operation {
    DiskEvent run() throws IOException;
  }

  private interface Action {
    void run() throws IOException;
  }

  /// @param sink takes each completion on one of the disk's threads, and brings it to the loop; two
  ///   may come at a time
  public FileDisk(String name, Path directory, Consumer<DiskEvent> sink) {
    this.directory = directory;
    this.sink = sink;
    this.workers = new DiskWorkers(name, OPERATIONS_MAX);
    this.open = new OpenFiles(directory);
  }

  @Override
  public ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes);
  }

  @Override
  public void read(long ticket, String file, int bytesMax) {
    submit(Kind.MOVE, ticket, file, () -> new DiskEvent.Read(ticket, readFile(file, bytesMax)));
  }

  @Override
  public void read(long ticket, String file, long offset, ByteBuffer into) {
    submit(
        Kind.MOVE,
        ticket,
        file,
        () -> new DiskEvent.Filled(ticket, fill(file, offset, into.duplicate())));
  }

  @Override
  public void write(long ticket, String file, long offset, ByteBuffer bytes) {
    act(Kind.MOVE, ticket, file, () -> open.use(file, c -> writeAll(c, offset, bytes.duplicate())));
  }

  @Override
  public void reserve(long ticket, String file, long bytes) {
    act(Kind.MOVE, ticket, file, () -> open.use(file, channel -> extend(channel, bytes)));
  }

  @Override
  public void truncate(long ticket, String file, long bytes) {
    act(
        Kind.BARRIER,
        ticket,
        file,
        () -> {
          if (Files.exists(path(file))) {
            open.use(file, channel -> channel.truncate(bytes));
          }
        });
  }

  @Override
  public void rename(long ticket, String from, String to) {
    checkName(to);
    act(
        Kind.BARRIER,
        ticket,
        from,
        () -> {
          open.drop(from);
          open.drop(to);
          Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE);
        });
  }

  @Override
  public void delete(long ticket, String file) {
    act(
        Kind.BARRIER,
        ticket,
        file,
        () -> {
          open.drop(file);
          Files.deleteIfExists(path(file));
        });
  }

  @Override
  public void list(long ticket, String subdirectory) {
    submit(
        Kind.BARRIER,
        ticket,
        subdirectory,
        () -> new DiskEvent.Listed(ticket, files(path(subdirectory))));
  }

  @Override
  public void sync(long ticket, String file) {
    act(Kind.SYNC, ticket, file, () -> open.useExisting(file, channel -> channel.force(false)));
  }

  @Override
  public void syncDirectory(long ticket, String subdirectory) {
    act(Kind.SYNC, ticket, subdirectory, () -> syncDirectory(path(subdirectory)));
  }

  /// Whether this is one of the disk's threads.
  boolean ownsThread() {
    return workers.ownsThread();
  }

  /// Takes nothing more, drops what waits, and closes the files after the operations that are under
  /// way. Returns at once; [#awaitClosed] waits.
  ///
  /// @param last runs on a thread of the disk when all of that is done
  public void close(Runnable last) {
    workers.close(
        () -> {
          open.close();
          last.run();
        });
  }

  /// @return whether it ended in time; a stalled disk does not
  public boolean awaitClosed(Duration most) throws InterruptedException {
    return workers.awaitClosed(most);
  }

  /// Makes the names in a directory survive a power loss.
  static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// What the system said, without the path that Java puts before it.
  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }

  private void act(Kind kind, long ticket, String file, Action action) {
    submit(
        kind,
        ticket,
        file,
        () -> {
          action.run();
          return new DiskEvent.Done(ticket);
        });
  }

  private void submit(Kind kind, long ticket, String file, Operation operation) {
    checkName(file);
    if (!workers.submit(kind, () -> sink.accept(run(ticket, file, operation)))) {
      // Full, or closed; either way its completion is a failure, and comes within this call.
      sink.accept(new DiskEvent.Failed(ticket, file + ": too many operations wait for the disk"));
    }
  }

  private static DiskEvent run(long ticket, String file, Operation operation) {
    try {
      return operation.run();
    } catch (IOException e) {
      String reason = reason(e);
      return new DiskEvent.Failed(ticket, file + ": " + reason, full(reason));
    }
  }

  /// Java has no type for it; these are the words of Linux, and of others that follow POSIX.
  private static boolean full(String reason) {
    String words = reason.toLowerCase(Locale.ROOT);
    return words.contains("no space left") || words.contains("quota exceeded");
  }

  private Path path(String file) {
    return directory.resolve(file);
  }

  private static void checkName(String file) {
    Invariant.check(
        file.indexOf('/') == file.lastIndexOf('/')
            && file.indexOf('/') != 0
            && file.indexOf('\\') < 0
            && !file.contains(".."),
        "a file lies in the data directory or one below: " + file);
  }

  private byte[] readFile(String file, int bytesMax) throws IOException {
    try (FileChannel channel = FileChannel.open(path(file), StandardOpenOption.READ)) {
      long size = channel.size();
      if (size > bytesMax) {
        throw new IOException("it has " + size + " bytes, more than " + bytesMax);
      }
      ByteBuffer buffer = ByteBuffer.allocate((int) size);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
      if (buffer.hasRemaining()) {
        throw new IOException("it shrank while it was read");
      }
      return buffer.array();
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  private int fill(String file, long offset, ByteBuffer into) throws IOException {
    int before = into.position();
    try (FileChannel channel = FileChannel.open(path(file), StandardOpenOption.READ)) {
      while (into.hasRemaining() && channel.read(into, offset + into.position() - before) >= 0) {}
    } catch (NoSuchFileException e) {
      return 0;
    }
    return into.position() - before;
  }

  private static void writeAll(FileChannel channel, long offset, ByteBuffer bytes)
      throws IOException {
    int before = bytes.position();
    while (bytes.hasRemaining()) {
      channel.write(bytes, offset + bytes.position() - before);
    }
  }

  /// Writes the zeros: blocks that are only set aside cost a change of the file system's own data
  /// with the first write to each.
  private static void extend(FileChannel channel, long bytes) throws IOException {
    for (long end = channel.size(); end < bytes; ) {
      int piece = (int) Math.min(ZEROS_BYTES, bytes - end);
      writeAll(channel, end, ZEROS.slice(0, piece));
      end += piece;
    }
  }

  private static List<DiskFile> files(Path directory) throws IOException {
    List<DiskFile> files = new ArrayList<>();
    try (Stream<Path> paths = Files.list(directory)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        if (Files.isRegularFile(path)) {
          files.add(new DiskFile(path.getFileName().toString(), Files.size(path)));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    files.sort(Comparator.comparing(DiskFile::name));
    return files;
  }
}
