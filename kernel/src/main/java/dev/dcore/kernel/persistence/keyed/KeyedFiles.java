package dev.dcore.kernel.persistence.keyed;

import java.util.HexFormat;

/// What the files of one log are called, without their directory.
record KeyedFiles(LogIdentity log) {
  private static final String SEGMENT_SUFFIX = ".seg";
  private static final int ID_DIGITS = 16;

  String segment(long id) {
    return HexFormat.of().toHexDigits(id) + SEGMENT_SUFFIX;
  }

  String manifest(int slot) {
    return "manifest." + slot;
  }

  static boolean isSegment(String file) {
    return file.endsWith(SEGMENT_SUFFIX) && idOf(file) >= 0;
  }

  /// @return -1 for a name that no segment has
  static long idOf(String file) {
    int digits = file.length() - SEGMENT_SUFFIX.length();
    if (digits != ID_DIGITS || !file.chars().limit(digits).allMatch(HexFormat::isHexDigit)) {
      return -1;
    }
    return HexFormat.fromHexDigitsToLong(file, 0, digits);
  }
}
