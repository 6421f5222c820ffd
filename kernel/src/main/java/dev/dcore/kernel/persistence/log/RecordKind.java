package dev.dcore.kernel.persistence.log;

/// What a record is.
enum RecordKind {
  /// A caller's.
  DATA(0),
  /// From its index on, what its stream said before is void.
  TRUNCATE_SUFFIX(1),
  /// The state of all streams, of which some dropped a prefix.
  TRUNCATE_PREFIX(2);

  private final int code;

  RecordKind(int code) {
    this.code = code;
  }

  /// Its byte on disk.
  int code() {
    return code;
  }
}
