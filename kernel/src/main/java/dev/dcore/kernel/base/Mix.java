package dev.dcore.kernel.base;

/// 64-bit mixing, the one place that randomness and trace hashes come from.
///
/// The finalizer is that of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014, figure 16), so it is the same on every machine and JVM.
public final class Mix {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Mix() {}

  /// A bijection of 64 bits in which each input bit changes about half of the output bits.
  public static long finish(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /// Folds one more value into a running hash; the order of the calls matters.
  public static long combine(long hash, long value) {
    return finish(hash + GOLDEN_GAMMA + finish(value));
  }

  /// Folds a text into a running hash, by its UTF-16 units.
  public static long combine(long hash, String text) {
    long mixed = text.length();
    for (int i = 0; i < text.length(); i++) {
      mixed = mixed * 0x100000001B3L + text.charAt(i);
    }
    return combine(hash, mixed);
  }

  /// The value at `ordinal` of the sequence that `key` names.
  static long at(long key, long ordinal) {
    return finish(key + ordinal * GOLDEN_GAMMA);
  }
}
