package dev.dcore.node;

/// A node cannot start or go on. The message is one sentence that says what to do.
public final class NodeFailed extends Exception {
  private static final long serialVersionUID = 1;

  public NodeFailed(String message) {
    super(message);
  }

  public NodeFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
