package dev.dcore.io.persistence;

import dev.dcore.kernel.persistence.log.LogConfig;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.CompletionException;

/// A process that appends to a log as fast as it can, and writes to its standard output what it
/// found and what is durable: the last sequence as it opened, and then each one acknowledged. It
/// ends when it is killed, or when the log takes no more.
final class LogWriterChild {
  /// Small segments, so that each process comes by a rotation.
  static final LogConfig CONFIG = LogConfig.DEFAULT.withSegmentBytes(2 << 20);

  private static final int OUTSTANDING = 16;

  private LogWriterChild() {}

  public static void main(String[] arguments) throws IOException {
    DataOutputStream said = new DataOutputStream(System.out);
    try (WriteAheadLog log = WriteAheadLog.open(Path.of(arguments[0]), CONFIG)) {
      long next = log.recovered().lastSequence() + 1;
      said.writeLong(next - 1);
      said.flush();
      ArrayDeque<Appended> outstanding = new ArrayDeque<>();
      while (true) {
        outstanding.add(log.append(payload(next++)));
        if (outstanding.size() == OUTSTANDING) {
          Appended oldest = outstanding.remove();
          oldest.durable().join();
          said.writeLong(oldest.sequence());
          said.flush();
        }
      }
    } catch (LogUnavailable | CompletionException e) {
      System.err.println("the log takes no more: " + e.getMessage());
    }
  }

  /// What a record holds: its sequence, and more of it the longer it is.
  static byte[] payload(long sequence) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * (1 + (int) (sequence % 64)));
    while (bytes.hasRemaining()) {
      bytes.putLong(sequence);
    }
    return bytes.array();
  }
}
