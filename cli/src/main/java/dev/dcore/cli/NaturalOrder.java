package dev.dcore.cli;

import java.util.Comparator;

/// Orders names as people do: n2 before n10.
final class NaturalOrder {
  static final Comparator<String> BY_NAME =
      Comparator.comparing(NaturalOrder::stem)
          .thenComparingLong(NaturalOrder::number)
          .thenComparing(Comparator.naturalOrder());

  private NaturalOrder() {}

  private static int digitsFrom(String name) {
    int start = name.length();
    while (start > 0 && name.charAt(start - 1) >= '0' && name.charAt(start - 1) <= '9') {
      start--;
    }
    return start;
  }

  private static String stem(String name) {
    return name.substring(0, digitsFrom(name));
  }

  private static long number(String name) {
    String digits = name.substring(digitsFrom(name));
    // More digits than a long holds are compared as text.
    return digits.isEmpty() || digits.length() > 18 ? -1 : Long.parseLong(digits);
  }
}
