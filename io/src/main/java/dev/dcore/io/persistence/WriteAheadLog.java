package dev.dcore.io.persistence;

import dev.dcore.kernel.base.Invariant;
import dev.dcore.kernel.persistence.DiskEvent;
import dev.dcore.kernel.persistence.log.Log;
import dev.dcore.kernel.persistence.log.LogConfig;
import dev.dcore.kernel.persistence.log.LogCounts;
import dev.dcore.kernel.persistence.log.LogEffect;
import dev.dcore.kernel.persistence.log.LogFiles;
import dev.dcore.kernel.persistence.log.LogIdentity;
import dev.dcore.kernel.persistence.log.LogInput;
import dev.dcore.kernel.persistence.log.LogReader;
import dev.dcore.kernel.persistence.log.Recovered;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A durable, ordered log in one directory, for any number of threads.
///
/// ```java
/// try (var log = WriteAheadLog.open(directory, LogConfig.DEFAULT)) {
///   log.append(bytes).durable().join();
/// }
/// ```
///
/// A facade of [Log], which it steps under a lock, on the threads of its callers and of its disk.
/// An append copies the bytes and returns; it blocks only while the disk is so far behind that the
/// log's memory is full.
public final class WriteAheadLog implements AutoCloseable {
  private static final int OWNER = 1;

  /// Its reads are told from the log's own operations by their tickets.
  private static final long CURSOR_TICKETS = 1L << 62;

  private static final Duration DISK_ENDS = Duration.ofSeconds(10);
  private static final SecureRandom RANDOM = new SecureRandom();

  /// Wakes logs whose policy or idleness asks for it; it does nothing else.
  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("dcore-log-timer").factory());

  /// The records of one batch.
  private static final class Group {
    final SharedFuture durable = new SharedFuture();
    final long first;
    long last;

    Group(long first) {
      this.first = first;
    }
  }

  private final DirectoryLock directoryLock;
  private final FileDisk disk;
  private final LogFiles files;
  private final Log log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private final ArrayDeque<Group> groups = new ArrayDeque<>();
  private final ArrayDeque<DiskEvent> deferred = new ArrayDeque<>();
  private final List<Group> acknowledged = new ArrayList<>();
  private @Nullable Recovered recovered;
  private @Nullable IOException failure;
  private @Nullable LogUnavailable unavailable;
  private final CursorReads reads = new CursorReads(lock, changed);
  private long cursors;
  private boolean closed;

  private WriteAheadLog(Path directory, LogConfig config, DirectoryLock directoryLock) {
    this.directoryLock = directoryLock;
    this.disk = new FileDisk("log", directory, this::onDisk);
    this.files = new LogFiles(disk, OWNER, config.withDirectory(""), this::onResult);
    this.log = files.log();
  }

  /// Opens the log of a directory, or begins one there. Returns when all that it holds is checked
  /// and durable.
  ///
  /// @param config its directory does not count
  /// @throws LogDamaged when something that was durable is not there as it was written
  /// @throws IOException when the directory is in use, or its files are another cluster's, or
  ///   cannot be read
  public static WriteAheadLog open(Path directory, LogConfig config) throws IOException {
    LogIdentity any = new LogIdentity(RANDOM.nextLong(), RANDOM.nextLong(), "");
    return open(directory, config, any, true);
  }

  /// Opens the log of a directory for its owner.
  ///
  /// @param identity what a new log gets
  /// @param adopt whether a log of another id, but this cluster, will do
  public static WriteAheadLog open(
      Path directory, LogConfig config, LogIdentity identity, boolean adopt) throws IOException {
    DirectoryLock directoryLock = DirectoryLock.acquire(directory);
    WriteAheadLog opened = new WriteAheadLog(directory, config, directoryLock);
    boolean done = false;
    try {
      opened.open(identity, adopt);
      done = true;
      return opened;
    } finally {
      if (!done) {
        opened.end();
      }
    }
  }

  private void open(LogIdentity identity, boolean adopt) throws IOException {
    step(new LogInput.Open(identity, adopt));
    lock.lock();
    try {
      while (recovered == null && failure == null) {
        changed.await();
      }
      IOException why = failure;
      if (why != null) {
        throw why;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the log was opened");
    } finally {
      lock.unlock();
    }
  }

  /// What was there when it was opened.
  public Recovered recovered() {
    return Invariant.present(recovered, "the log is open");
  }

  /// Appends to stream 0.
  public Appended append(byte[] bytes) {
    return append(0, bytes);
  }

  /// @param stream from 0 to 65,535
  /// @param bytes copied before this returns
  public Appended append(int stream, byte[] bytes) {
    lock.lock();
    try {
      if (bytes.length > log.recordBytesMax()) {
        throw new IllegalArgumentException(
            "a record of " + bytes.length + " bytes; the log takes " + log.recordBytesMax());
      }
      awaitRoom(() -> log.accepts(stream, bytes.length));
      return record(new LogInput.Append(stream, 0, bytes, 0, bytes.length));
    } finally {
      unlock();
    }
  }

  /// Makes void what the stream said from an index on; its next record has that index.
  public Appended truncateSuffix(int stream, long from) {
    return truncation(stream, new LogInput.TruncateSuffix(stream, from));
  }

  /// Lets go of the stream's records up to an index. Files go when no stream needs them.
  public Appended truncatePrefix(int stream, long through) {
    return truncation(stream, new LogInput.TruncatePrefix(stream, through));
  }

  /// Reads from a sequence on: from [Recovered#firstSequence] for all.
  public LogCursor read(long from) {
    lock.lock();
    try {
      LogReader reader = new LogReader(log, from, disk::buffer);
      return new LogCursor(reads, disk, CURSOR_TICKETS | ++cursors, reader);
    } finally {
      lock.unlock();
    }
  }

  /// Everything up to this sequence is as durable as the policy says.
  public long acknowledged() {
    lock.lock();
    try {
      return log.acknowledged();
    } finally {
      lock.unlock();
    }
  }

  /// What it did since it was opened.
  public LogCounts counts() {
    lock.lock();
    try {
      return log.counts();
    } finally {
      lock.unlock();
    }
  }

  /// Ends the log when all that was appended is synced.
  ///
  /// @throws LogUnavailable when it had failed before
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      run(new LogInput.Close());
      while (!closed) {
        changed.awaitUninterruptibly();
      }
    } finally {
      unlock();
    }
    end();
    LogUnavailable why = unavailable;
    if (why != null && why.fate() == LogUnavailable.Fate.UNKNOWN) {
      throw why;
    }
  }

  private Appended truncation(int stream, LogInput input) {
    lock.lock();
    try {
      if (!log.knows(stream)) {
        throw new IllegalArgumentException("stream " + stream + " has no records");
      }
      awaitRoom(() -> log.acceptsTruncation(stream));
      return record(input);
    } finally {
      unlock();
    }
  }

  private Appended record(LogInput input) {
    if (!log.appendable()) {
      return refused();
    }
    long sequence = log.nextSequence();
    Group group = groups.peekLast();
    if (group == null || group.first <= log.sealed()) {
      group = new Group(sequence);
      groups.add(group);
    }
    group.last = sequence;
    run(input);
    return new Appended(sequence, group.durable);
  }

  private void awaitRoom(BooleanSupplier accepted) {
    while (log.appendable() && !accepted.getAsBoolean()) {
      Invariant.check(!disk.ownsThread(), "what hangs on a future of the log must not block");
      changed.awaitUninterruptibly();
    }
  }

  private Appended refused() {
    SharedFuture failed = new SharedFuture();
    LogUnavailable why = unavailable;
    failed.fail(
        new LogUnavailable(
            LogUnavailable.Fate.NOT_WRITTEN,
            why == null ? "the log is closed" : String.valueOf(why.getMessage())));
    return new Appended(0, failed);
  }

  private void step(LogInput input) {
    lock.lock();
    try {
      run(input);
    } finally {
      unlock();
    }
  }

  private void onTime() {
    step(new LogInput.Wake());
  }

  private void onDisk(DiskEvent event) {
    lock.lock();
    try {
      if (!files.owns(event)) {
        reads.ended(event);
      } else if (lock.getHoldCount() > 1) {
        // The disk refused an operation at once, within the step that asked for it.
        deferred.add(event);
      } else {
        files.onDisk(System.nanoTime(), event);
        onDeferred();
      }
      changed.signalAll();
    } finally {
      unlock();
    }
  }

  private void run(LogInput input) {
    files.step(System.nanoTime(), input);
    onDeferred();
  }

  private void onDeferred() {
    for (DiskEvent event = deferred.poll(); event != null; event = deferred.poll()) {
      files.onDisk(System.nanoTime(), event);
    }
  }

  /// Lets go of the lock, and tells those whose records are durable.
  private void unlock() {
    if (lock.getHoldCount() > 1 || acknowledged.isEmpty()) {
      lock.unlock();
      return;
    }
    List<Group> ready = List.copyOf(acknowledged);
    acknowledged.clear();
    lock.unlock();
    ready.forEach(group -> group.durable.succeed());
  }

  private void onResult(long nowNanos, LogEffect result) {
    switch (result) {
      case LogEffect.Acknowledged(long through) -> {
        for (Group group = groups.peek();
            group != null && group.last <= through;
            group = groups.peek()) {
          acknowledged.add(groups.remove());
        }
      }
      case LogEffect.WakeAt(long nanos) -> {
        var _ = TIMER.schedule(this::onTime, nanos - nowNanos, TimeUnit.NANOSECONDS);
      }
      case LogEffect.Opened(Recovered found) -> recovered = found;
      case LogEffect.Inspected _ -> Invariant.check(false, "it is opened");
      case LogEffect.Corrupt corrupt -> failure = new LogDamaged(corrupt);
      case LogEffect.Refused(String reason) -> failure = new IOException(reason);
      case LogEffect.Full(long _, String reason) ->
          fail(LogUnavailable.Fate.NOT_WRITTEN, "the disk is full: " + reason);
      case LogEffect.Poisoned(long _, String reason) ->
          fail(LogUnavailable.Fate.UNKNOWN, reason + "; open the log again");
      case LogEffect.Closed _ -> onClosed();
      case LogEffect.Operation _ -> Invariant.check(false, "the disk carries it out");
    }
  }

  private void onClosed() {
    closed = true;
    reads.close();
  }

  private void fail(LogUnavailable.Fate fate, String reason) {
    LogUnavailable why = new LogUnavailable(fate, reason);
    unavailable = why;
    List<Group> lost = List.copyOf(groups);
    groups.clear();
    // Not under the lock: what hangs on them may append.
    var _ = CompletableFuture.runAsync(() -> lost.forEach(group -> group.durable.fail(why)));
  }

  private void end() throws IOException {
    // The lock goes with the last operation of the disk, whether or not anybody waits for that.
    disk.close(directoryLock::release);
    try {
      if (!disk.awaitClosed(DISK_ENDS)) {
        throw new IOException("the disk does not answer; its files stay locked until it does");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the log was closed");
    }
  }
}
