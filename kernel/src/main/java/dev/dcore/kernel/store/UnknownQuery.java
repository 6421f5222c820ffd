package dev.dcore.kernel.store;

/// A question that this version cannot answer. Only who asked hears of it.
public final class UnknownQuery extends Exception {
  private static final long serialVersionUID = 1L;

  /// @param reason in one sentence
  public UnknownQuery(String reason) {
    // No stack trace: whoever sends garbage must not make us pay for it.
    super(reason, null, false, false);
  }
}
