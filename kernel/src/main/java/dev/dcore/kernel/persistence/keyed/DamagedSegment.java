package dev.dcore.kernel.persistence.keyed;

/// A segment that does not hold what was written to it.
final class DamagedSegment extends Exception {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;
  private final String reason;

  DamagedSegment(String file, long offset, String reason) {
    super(file + ": " + reason);
    this.reason = reason;
    this.file = file;
    this.offset = offset;
  }

  String file() {
    return file;
  }

  String reason() {
    return reason;
  }

  /// Of the first byte that is not as written, or of the record that it is in.
  long offset() {
    return offset;
  }
}
