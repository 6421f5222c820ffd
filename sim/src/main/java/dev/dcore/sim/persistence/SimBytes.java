package dev.dcore.sim.persistence;

import dev.dcore.kernel.base.Invariant;
import java.util.Arrays;

/// The bytes of a file. What lies beyond the last byte that was written is zeros and takes no
/// memory, so that a reserved file costs nothing.
final class SimBytes {
  /// A file that fits one page grows to just what is needed: there are thousands of such disks in a
  /// run.
  private static final int SMALL_BYTES = 4_096;

  private byte[] stored = {};

  /// Beyond this offset there are only zeros.
  private int used;

  private long length;

  long length() {
    return length;
  }

  byte[] read(long offset, int count) {
    byte[] bytes = new byte[count];
    int there = (int) Math.clamp(used - offset, 0L, count);
    if (there > 0) {
      System.arraycopy(stored, (int) offset, bytes, 0, there);
    }
    return bytes;
  }

  /// Makes the file longer where that takes it.
  void write(long offset, byte[] source, int from, int count) {
    if (count == 0) {
      return;
    }
    int start = Math.toIntExact(offset);
    int end = Math.addExact(start, count);
    grow(end);
    System.arraycopy(source, from, stored, start, count);
    used = Math.max(used, end);
    length = Math.max(length, end);
  }

  /// Does not change the length.
  void zero(long offset, long count) {
    long end = Math.min(used, offset + count);
    if (offset < end) {
      Arrays.fill(stored, (int) offset, (int) end, (byte) 0);
    }
  }

  /// Cuts it, or makes it longer with zeros.
  void resize(long bytes) {
    Invariant.check(bytes >= 0, "a file's length");
    if (bytes < used) {
      zero(bytes, used - bytes);
      used = (int) bytes;
    }
    length = bytes;
  }

  void flip(long offset, int mask) {
    byte[] one = read(offset, 1);
    one[0] ^= (byte) mask;
    write(offset, one, 0, 1);
  }

  SimBytes copy() {
    SimBytes copy = new SimBytes();
    copy.become(this);
    return copy;
  }

  void become(SimBytes other) {
    stored = Arrays.copyOf(other.stored, other.used);
    used = other.used;
    length = other.length;
  }

  private void grow(int end) {
    if (end > stored.length) {
      int wanted = end <= SMALL_BYTES ? end : Math.max(end, stored.length + (stored.length >> 1));
      stored = Arrays.copyOf(stored, wanted);
    }
  }
}
