package dev.dcore.sim.history;

import dev.dcore.kernel.base.Mix;
import java.util.Arrays;

/// A set of operations, by their places in the history. Nearly always a long prefix and a few
/// behind it, so a [Key] holds only the words from the first one that has a gap to the last one
/// that has anything.
final class PlacedSet {
  private final long[] words;
  private long hash;
  private int full;
  private int used;

  PlacedSet(int size) {
    words = new long[(size + Long.SIZE - 1) / Long.SIZE];
  }

  void add(int element) {
    flip(element);
    used = Math.max(used, element / Long.SIZE + 1);
    while (full < used && words[full] == -1L) {
      full++;
    }
  }

  void remove(int element) {
    flip(element);
    full = Math.min(full, element / Long.SIZE);
    while (used > 0 && words[used - 1] == 0) {
      used--;
    }
  }

  /// The set as it is now.
  Key key() {
    return new Key(hash, full, Arrays.copyOfRange(words, full, Math.max(full, used)));
  }

  private void flip(int element) {
    words[element / Long.SIZE] ^= 1L << element;
    hash ^= Mix.finish(element + 1L);
  }

  /// One set, to be compared with others.
  static final class Key {
    private final long hash;
    private final int full;
    private final long[] rest;

    private Key(long hash, int full, long[] rest) {
      this.hash = hash;
      this.full = full;
      this.rest = rest;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && key.hash == hash
          && key.full == full
          && Arrays.equals(key.rest, rest);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(hash);
    }
  }
}
