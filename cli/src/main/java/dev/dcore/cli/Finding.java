package dev.dcore.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `doctor` found at one place.
///
/// @param check what was looked at, in one or two words
/// @param sentence how it is, and what to do when it is not as it should be
record Finding(Level level, String check, String sentence) {
  /// How bad it is.
  enum Level {
    OK,
    /// Odd, and not in the way of anything now.
    NOTE,
    WRONG;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String check, String sentence) {
    return new Finding(Level.OK, check, sentence);
  }

  static Finding note(String check, String sentence) {
    return new Finding(Level.NOTE, check, sentence);
  }

  static Finding wrong(String check, String sentence) {
    return new Finding(Level.WRONG, check, sentence);
  }

  /// `{level, check, sentence}`.
  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("level", level.label());
    json.put("check", check);
    json.put("sentence", sentence);
    return json;
  }
}
