package dev.dcore.kernel.transport;

import java.util.Arrays;

/// The sizes of nested records, in the order in which they are measured, which is the order in
/// which they are written: so each is measured once.
final class NestedSizes {
  private static final int[] NONE = {};
  private int[] sizes = NONE;
  private int measured;
  private int written;

  int reserve() {
    if (measured == sizes.length) {
      sizes = Arrays.copyOf(sizes, 2 * measured + 16);
    }
    return measured++;
  }

  void set(int at, int size) {
    sizes[at] = size;
  }

  int next() {
    return sizes[written++];
  }
}
