package dev.dcore.kernel.store;

/// Why a command or a question failed. A constant, not a text, is what replicas keep as its result:
/// a text may be worded better in the next version.
public enum KvFailure {
  NO_SUCH_LEASE("there is no lease %d"),
  LEASE_EXISTS("there is a lease %d already"),
  LEASE_FULL("a lease has at most %d keys; take another one"),
  TOO_MANY_KEYS("a command deletes at most %d keys; delete them in parts"),
  ANSWER_TOO_LARGE("the answer has more than %d bytes; read it in parts"),
  COMPACTED("the revision is compacted; the oldest one kept is %d"),
  FUTURE_REVISION("the revision is yet to come; the latest one is %d");

  private final String format;

  KvFailure(String format) {
    this.format = format;
  }

  String message(long detail) {
    return format.formatted(detail);
  }
}
