package dev.dcore.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;

/// What the disk allows: one thread that writes to a file whose blocks are there, and syncs it.
final class RawDisk implements AutoCloseable {
  private static final int FILE_BYTES = 64 << 20;
  private static final int PIECE_BYTES = 1 << 20;

  /// What is timed, again and again.
  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  private final FileChannel channel;
  private long offset;

  RawDisk(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    ByteBuffer zeros = ByteBuffer.allocateDirect(PIECE_BYTES);
    for (int at = 0; at < FILE_BYTES; at += PIECE_BYTES) {
      channel.write(zeros.clear(), at);
    }
    channel.force(true);
  }

  /// @return nanoseconds of each write with its sync
  Latencies run(int bytesPerSync, long nanos) throws IOException, InterruptedException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(bytesPerSync);
    return timed(nanos, () -> write(bytes));
  }

  /// The same behind one hand-off: this thread gives each write to another and waits until that has
  /// synced it.
  Latencies runHandedOff(int bytesPerSync, long nanos) throws IOException, InterruptedException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(bytesPerSync);
    SynchronousQueue<ByteBuffer> there = new SynchronousQueue<>();
    SynchronousQueue<Optional<IOException>> back = new SynchronousQueue<>();
    Thread writer = Thread.ofPlatform().daemon().start(() -> writeHanded(there, back));
    try {
      return timed(
          nanos,
          () -> {
            there.put(bytes);
            Optional<IOException> failed = back.take();
            if (failed.isPresent()) {
              throw failed.get();
            }
          });
    } finally {
      // It waits for a write; or this thread was interrupted, and nothing is measured any more.
      writer.interrupt();
      writer.join();
    }
  }

  /// Until it is interrupted; each answer carries the failure, if there was one.
  private void writeHanded(
      SynchronousQueue<ByteBuffer> there, SynchronousQueue<Optional<IOException>> back) {
    try {
      while (true) {
        ByteBuffer bytes = there.take();
        Optional<IOException> failed = Optional.empty();
        try {
          write(bytes);
        } catch (IOException e) {
          failed = Optional.of(e);
        }
        back.put(failed);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Latencies timed(long nanos, Step step) throws IOException, InterruptedException {
    Latencies latencies = new Latencies();
    long begun = System.nanoTime();
    long now = begun;
    while (now - begun < nanos) {
      step.run();
      long after = System.nanoTime();
      latencies.add(after - now);
      now = after;
    }
    latencies.took(now - begun);
    return latencies;
  }

  private void write(ByteBuffer bytes) throws IOException {
    bytes.clear();
    if (offset + bytes.remaining() > FILE_BYTES) {
      offset = 0;
    }
    offset += channel.write(bytes, offset);
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
