package dev.dcore.kernel.store;

/// An entry of the log that this version cannot carry out. Whoever applies the log stops there: to
/// go on would be to differ from those that know it.
public final class UnknownCommand extends Exception {
  private static final long serialVersionUID = 1L;

  /// @param reason in one sentence
  public UnknownCommand(String reason) {
    super(reason);
  }
}
