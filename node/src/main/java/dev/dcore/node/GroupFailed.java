package dev.dcore.node;

/// The group did not do what it was asked for; the message says why in one sentence.
public final class GroupFailed extends Exception {
  private static final long serialVersionUID = 1;
  private final boolean indeterminate;

  GroupFailed(String sentence, boolean indeterminate) {
    super(sentence);
    this.indeterminate = indeterminate;
  }

  /// Whether it may have been done all the same, or may still be. Else it was not done, and never
  /// will be.
  public boolean indeterminate() {
    return indeterminate;
  }
}
