package dev.dcore.kernel.persistence.log;

import dev.dcore.kernel.base.Invariant;

/// How a segment's file is called: its ordinal in 16 hexadecimal digits and `.log`, so that the
/// order of names is that of ordinals.
final class SegmentName {
  private static final String SUFFIX = ".log";
  private static final int DIGITS = 16;

  private SegmentName() {}

  static String of(long ordinal) {
    Invariant.check(ordinal > 0, "ordinals begin at 1");
    return String.format("%016x", ordinal) + SUFFIX;
  }

  /// @return 0 when it is not the name of a segment
  static long ordinal(String name) {
    if (name.length() != DIGITS + SUFFIX.length() || !name.endsWith(SUFFIX)) {
      return 0;
    }
    long ordinal = 0;
    for (int i = 0; i < DIGITS; i++) {
      int digit = "0123456789abcdef".indexOf(name.charAt(i));
      if (digit < 0) {
        return 0;
      }
      ordinal = (ordinal << 4) | digit;
    }
    return Math.max(ordinal, 0);
  }
}
