package dev.dcore.io.persistence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps a second node out of a data directory, whether it is in this process or in another.
///
/// The directory holds a file `lock` with the number of the process that has it. The operating
/// system drops the lock when that process ends, however it ends, so a number that is left there
/// says nothing. The file itself stays: to delete it would let two nodes hold two files of one
/// name.
public final class DirectoryLock {
  private static final String FILE = "lock";

  /// A process number and some room.
  private static final int OWNER_BYTES_MAX = 32;

  /// The directories that this process holds. The system's lock is one of the whole process, and
  /// closing any channel of the file drops it, so a second node here must not even open the file.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;
  private final FileLock lock;

  private DirectoryLock(Path directory, FileChannel channel, FileLock lock) {
    this.directory = directory;
    this.channel = channel;
    this.lock = lock;
  }

  /// Makes the directory if there is none, and takes it.
  ///
  /// @throws IOException with one sentence for people
  public static DirectoryLock acquire(Path path) throws IOException {
    Path directory = create(path);
    if (!HELD.add(directory)) {
      throw taken(path, own());
    }
    boolean acquired = false;
    try {
      DirectoryLock lock = lock(path, directory);
      acquired = true;
      return lock;
    } finally {
      if (!acquired) {
        HELD.remove(directory);
      }
    }
  }

  /// Gives the directory back. Not to be called while anything still writes to it.
  public void release() {
    try {
      channel.truncate(0);
      lock.release();
      channel.close();
    } catch (IOException e) {
      // The lock goes with the process at the latest, and nobody here could do more.
    } finally {
      HELD.remove(directory);
    }
  }

  private static Path create(Path path) throws IOException {
    try {
      Path absolute = path.toAbsolutePath().normalize();
      boolean isNew = !Files.exists(absolute);
      Files.createDirectories(absolute);
      Path parent = absolute.getParent();
      if (isNew && parent != null) {
        FileDisk.syncDirectory(parent);
      }
      return absolute.toRealPath();
    } catch (FileAlreadyExistsException e) {
      throw new IOException("data directory " + path + " is a file; name a directory", e);
    } catch (IOException e) {
      throw new IOException(
          "data directory " + path + " cannot be made (" + FileDisk.reason(e) + "); name another",
          e);
    }
  }

  private static DirectoryLock lock(Path path, Path directory) throws IOException {
    FileChannel channel = open(path, directory);
    boolean acquired = false;
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw taken(path, owner(channel));
      }
      writeOwner(path, channel);
      acquired = true;
      return new DirectoryLock(directory, channel, lock);
    } catch (OverlappingFileLockException e) {
      // Another copy of this class in this process, as under an application server.
      throw taken(path, own());
    } finally {
      if (!acquired) {
        channel.close();
      }
    }
  }

  private static FileChannel open(Path path, Path directory) throws IOException {
    try {
      return FileChannel.open(
          directory.resolve(FILE),
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE);
    } catch (AccessDeniedException e) {
      throw new IOException(
          "data directory " + path + " is not writable; give it to this user or name another", e);
    } catch (IOException e) {
      throw new IOException(
          "data directory " + path + " cannot be locked (" + FileDisk.reason(e) + ")", e);
    }
  }

  private static void writeOwner(Path path, FileChannel channel) throws IOException {
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(own().getBytes(StandardCharsets.US_ASCII)), 0);
    } catch (IOException e) {
      throw new IOException(
          "data directory " + path + " cannot be written (" + FileDisk.reason(e) + ")", e);
    }
  }

  private static String own() {
    return Long.toString(ProcessHandle.current().pid());
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(OWNER_BYTES_MAX);
    channel.read(buffer, 0);
    String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
    // Between locking and writing the file is empty, and a stranger may have written anything.
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9') ? text : "unknown";
  }

  private static IOException taken(Path path, String owner) {
    return new IOException(
        "data directory "
            + path
            + " is in use by the node of process "
            + owner
            + "; stop it or name another directory");
  }
}
