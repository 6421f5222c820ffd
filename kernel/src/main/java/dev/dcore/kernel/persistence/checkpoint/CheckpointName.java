package dev.dcore.kernel.persistence.checkpoint;

import org.jspecify.annotations.Nullable;

/// What the files of checkpoints are called. All are in one directory.
///
/// @param ordinal of the checkpoint that wrote it
record CheckpointName(long ordinal, Kind kind) {
  static final String DIRECTORY = "checkpoint";

  private static final int ORDINAL_DIGITS = 10;

  enum Kind {
    /// Keys and values, in chunks.
    DATA(".data"),
    /// Which chunks make up the state. The checkpoint exists when it has this name.
    MANIFEST(".manifest"),
    /// A manifest that is not synced yet.
    DRAFT(".draft");

    final String suffix;

    Kind(String suffix) {
      this.suffix = suffix;
    }
  }

  String path() {
    return DIRECTORY
        + "/"
        + "0".repeat(Math.max(0, ORDINAL_DIGITS - digits()))
        + ordinal
        + kind.suffix;
  }

  /// @return null for a file that is none of ours
  static @Nullable CheckpointName parse(String name) {
    for (Kind kind : Kind.values()) {
      if (name.endsWith(kind.suffix)) {
        String number = name.substring(0, name.length() - kind.suffix.length());
        boolean digits = !number.isEmpty() && number.length() <= 18;
        for (int i = 0; i < number.length(); i++) {
          digits &= number.charAt(i) >= '0' && number.charAt(i) <= '9';
        }
        return digits ? new CheckpointName(Long.parseLong(number), kind) : null;
      }
    }
    return null;
  }

  private int digits() {
    return Long.toString(ordinal).length();
  }
}
