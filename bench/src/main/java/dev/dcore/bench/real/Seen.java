package dev.dcore.bench.real;

import java.util.Locale;

/// How one member sees another.
public enum Seen {
  ALIVE,
  SUSPECT,
  DEAD,
  LEFT;

  /// @param state as our agents write it
  static Seen of(String state) {
    return valueOf(state.toUpperCase(Locale.ROOT));
  }
}
