package dev.dcore.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.SynchronousQueue;

/// What the disk allows: one thread that writes to a file whose blocks are there, and syncs it.
final class RawDisk implements AutoCloseable {
  private static final int FILE_BYTES = 64 << 20;
  private static final int PIECE_BYTES = 1 << 20;

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
  Latencies run(int bytesPerSync, long nanos) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(bytesPerSync);
    Latencies latencies = new Latencies();
    long begun = System.nanoTime();
    long now = begun;
    while (now - begun < nanos) {
      write(bytes);
      long after = System.nanoTime();
      latencies.add(after - now);
      now = after;
    }
    latencies.took(now - begun);
    return latencies;
  }

  /// The same behind one hand-off: this thread gives each write to another and waits until that has
  /// synced it.
  Latencies runHandedOff(int bytesPerSync, long nanos) throws IOException, InterruptedException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(bytesPerSync);
    SynchronousQueue<Boolean> there = new SynchronousQueue<>();
    SynchronousQueue<Boolean> back = new SynchronousQueue<>();
    IOException[] failed = new IOException[1];
    Thread writer =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    while (there.take()) {
                      write(bytes);
                      back.put(true);
                    }
                  } catch (IOException e) {
                    failed[0] = e;
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    Latencies latencies = new Latencies();
    long begun = System.nanoTime();
    long now = begun;
    while (now - begun < nanos && writer.isAlive()) {
      there.put(true);
      back.take();
      long after = System.nanoTime();
      latencies.add(after - now);
      now = after;
    }
    there.put(false);
    writer.join();
    if (failed[0] != null) {
      throw failed[0];
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
