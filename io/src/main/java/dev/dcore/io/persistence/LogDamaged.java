package dev.dcore.io.persistence;

import dev.dcore.kernel.persistence.log.LogEffect;
import java.io.IOException;

/// A log is damaged where it was synced. Nothing was changed; whoever opened it decides what to do:
/// bring back the file, or give up what follows.
public final class LogDamaged extends IOException {
  private static final long serialVersionUID = 1;

  private final transient LogEffect.Corrupt where;

  LogDamaged(LogEffect.Corrupt where) {
    super(
        where.file()
            + " is damaged at offset "
            + where.offset()
            + ", from record "
            + where.sequence()
            + " on: "
            + where.reason());
    this.where = where;
  }

  public LogEffect.Corrupt where() {
    return where;
  }
}
