package dev.dcore.kernel.persistence.state;

/// The disk under a backend failed; the backend is of no use any more.
public final class StateFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param reason in one sentence
  public StateFailed(String reason, Throwable cause) {
    super(reason, cause);
  }
}
