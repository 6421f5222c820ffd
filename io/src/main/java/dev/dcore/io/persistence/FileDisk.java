package dev.dcore.io.persistence;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.Disk;
import dev.dcore.kernel.persistence.DiskEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The files of one data directory. One thread does one operation after another, so that operations
/// complete in their order; it ends when it has had nothing to do for a while.
///
/// A file stays open between a write and its sync: Linux reports a failed write-back to those who
/// had the file open, and once.
public final class FileDisk implements Disk {
  /// Operations that wait for the thread. Protocols have a handful under way each; this many means
  /// that the disk stalls, and what comes on top fails.
  public static final int OPERATIONS_MAX = 1_024;

  /// Files that are kept open. Protocols use fewer; others are opened anew.
  private static final int OPEN_FILES_MAX = 16;

  /// After this long with nothing to do the thread ends.
  private static final Duration THREAD_IDLE = Duration.ofSeconds(10);

  private final Path directory;
  private final Consumer<DiskEvent> sink;
  private final ThreadPoolExecutor thread;
  // Confined to the thread; closed there as well.
  private final LinkedHashMap<String, FileChannel> open = new LinkedHashMap<>(16, 0.75f, true);

  private interface Operation {
    DiskEvent run() throws IOException;
  }

  /// @param sink takes each completion on the disk's thread, and brings it to the loop
  public FileDisk(String name, Path directory, Consumer<DiskEvent> sink) {
    this.directory = directory;
    this.sink = sink;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            THREAD_IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(OPERATIONS_MAX),
            Thread.ofPlatform().daemon().name("dcore-disk-" + name).factory());
    thread.allowCoreThreadTimeOut(true);
  }

  @Override
  public void read(long ticket, String file, int bytesMax) {
    submit(ticket, file, () -> new DiskEvent.Read(ticket, readFile(file, bytesMax)));
  }

  @Override
  public void write(long ticket, String file, long offset, byte[] bytes) {
    submit(
        ticket,
        file,
        () -> {
          FileChannel channel = open(file);
          ByteBuffer buffer = ByteBuffer.wrap(bytes);
          while (buffer.hasRemaining()) {
            channel.write(buffer, offset + buffer.position());
          }
          return new DiskEvent.Done(ticket);
        });
  }

  @Override
  public void sync(long ticket, String file) {
    submit(
        ticket,
        file,
        () -> {
          open(file).force(true);
          return new DiskEvent.Done(ticket);
        });
  }

  @Override
  public void syncDirectory(long ticket) {
    submit(
        ticket,
        ".",
        () -> {
          syncDirectory(directory);
          return new DiskEvent.Done(ticket);
        });
  }

  /// Takes nothing more, drops what waits, and closes the files after the operation that is under
  /// way. Returns at once; [#awaitClosed] waits.
  ///
  /// @param last runs on the disk's thread when all of that is done
  public void close(Runnable last) {
    thread.getQueue().clear();
    thread.execute(
        () -> {
          open.values().forEach(FileDisk::closeQuietly);
          open.clear();
          last.run();
        });
    thread.shutdown();
  }

  /// @return whether it ended in time; a stalled disk does not
  public boolean awaitClosed(Duration most) throws InterruptedException {
    return thread.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS);
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

  private void submit(long ticket, String file, Operation operation) {
    Invariant.check(
        file.indexOf('/') < 0 && file.indexOf('\\') < 0, "files have no directories: " + file);
    try {
      thread.execute(() -> sink.accept(run(ticket, file, operation)));
    } catch (RejectedExecutionException e) {
      // Full, or closed; either way its completion is a failure and comes later.
      sink.accept(new DiskEvent.Failed(ticket, file + ": too many operations wait for the disk"));
    }
  }

  private DiskEvent run(long ticket, String file, Operation operation) {
    try {
      return operation.run();
    } catch (IOException e) {
      FileChannel broken = open.remove(file);
      if (broken != null) {
        closeQuietly(broken);
      }
      return new DiskEvent.Failed(ticket, file + ": " + reason(e));
    }
  }

  private byte[] readFile(String file, int bytesMax) throws IOException {
    try (FileChannel channel = FileChannel.open(directory.resolve(file), StandardOpenOption.READ)) {
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

  private FileChannel open(String file) throws IOException {
    FileChannel channel = open.get(file);
    if (channel == null) {
      channel =
          FileChannel.open(
              directory.resolve(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      open.put(file, channel);
      if (open.size() > OPEN_FILES_MAX) {
        closeQuietly(Invariant.present(open.pollFirstEntry(), "there is an eldest").getValue());
      }
    }
    return channel;
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // What counts was said by the sync before.
    }
  }
}
