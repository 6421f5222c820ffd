package dev.dcore.io.persistence;

import java.io.IOException;

/// A log takes nothing more until it is opened again.
public final class LogUnavailable extends IOException {
  private static final long serialVersionUID = 1;

  /// What became of the record.
  public enum Fate {
    /// It was not written: the disk is full, or the log was closed before.
    NOT_WRITTEN,
    /// A write or a sync failed, and nobody knows.
    UNKNOWN
  }

  private final Fate fate;

  LogUnavailable(Fate fate, String reason) {
    super(reason);
    this.fate = fate;
  }

  public Fate fate() {
    return fate;
  }
}
